import { execFile } from "node:child_process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";

const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024;

export interface RunOptions {
  readonly timeoutMs: number;
  readonly cwd?: URL;
  /** Written to the program's standard input, which is then closed. */
  readonly input?: string;
}

/**
 * Runs a program to its end and returns its standard output. Rejects, with the end of its standard error in the
 * message, when it cannot be started, fails, takes longer than `timeoutMs`, or writes more than 64 MiB.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const running = promisify(execFile)(command, [...args], {
    maxBuffer: OUTPUT_LIMIT_BYTES,
    timeout: options.timeoutMs,
    ...(options.cwd && { cwd: options.cwd }),
  });
  const { stdin } = running.child;
  if (!stdin) throw new Error(`${command} was started without a standard input`);
  // A program that ends early also breaks the pipe to it; its own failure is the one worth reporting.
  const [ended, written] = await Promise.allSettled([running, pipeline(Readable.from([options.input ?? ""]), stdin)]);
  if (ended.status === "rejected") throw describe(command, ended.reason);
  if (written.status === "rejected") throw written.reason;
  return ended.value.stdout;
}

function describe(command: string, error: NodeJS.ErrnoException & { stderr?: string; killed?: boolean }): Error {
  const reason = error.killed ? "took too long or wrote too much" : `failed (${error.code ?? "no code"})`;
  return new Error(`${command} ${reason}: ${(error.stderr ?? "").trim().slice(-4000)}`, { cause: error });
}
