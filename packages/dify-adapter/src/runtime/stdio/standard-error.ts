import { Console } from "node:console";
import { writeSync } from "node:fs";
import { Writable } from "node:stream";
import type { Redactor } from "@tsunagu/core";

/** Writes text to standard error, scrubbed. The daemon logs it, and quotes its end when a plugin does not start. */
export const writeError = (redactor: Redactor, text: string): void => {
  try {
    writeSync(2, redactor.text(text));
  } catch (cause) {
    // Standard error is full or closed: there is no other place left to say so.
    process.exitCode ??= (cause as NodeJS.ErrnoException).code === "EPIPE" ? 0 : 1;
  }
};

/**
 * Sends whatever a library prints to standard error, so that standard output carries nothing but the protocol. Answers
 * with the stream of standard output; that Node has opened it means that writing to the pipe no longer blocks.
 */
export const redirectOutput = (redactor: Redactor): typeof process.stdout => {
  const { stdout } = process;
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      writeError(redactor, String(chunk));
      done();
    },
  });
  globalThis.console = new Console({ stdout: stream, stderr: stream });
  Object.defineProperty(process, "stdout", { value: stream, configurable: true });
  return stdout;
};
