import type { WriteStream } from "node:tty";
import type { Progress } from "@tsunagu/core";
import { printable } from "./print.ts";

/** Shows progress to a person, and only to one: nothing is written where the stream is no terminal. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Clears the line, before anything else is written. */
  clear(): void;
}

/** A terminal as far as this needs it; `process.stderr` is one. */
export type Terminal = Pick<WriteStream, "write"> & Partial<Pick<WriteStream, "isTTY" | "columns">>;

const clearLine = "\r\u001b[2K";
const defaultColumns = 80;

/** One line that is written over, or, where `NO_COLOR` or a dumb terminal asks for plain text, a line for each report. */
export const progressLine = (
  terminal: Terminal,
  environment: Readonly<Record<string, string | undefined>>,
): ProgressLine => {
  if (!terminal.isTTY) return { show: () => {}, clear: () => {} };
  const plain = Boolean(environment["NO_COLOR"]) || environment["TERM"] === "dumb";
  let shown = false;
  return {
    show: ({ message, done, total }) => {
      const count = done === undefined ? "" : ` (${done}${total === undefined ? "" : ` of ${total}`})`;
      const text = printable(`${message}${count}`).replaceAll(/\s+/g, " ");
      terminal.write(plain ? `${text}\n` : `${clearLine}${text.slice(0, (terminal.columns || defaultColumns) - 1)}`);
      shown = !plain;
    },
    clear: () => {
      if (shown) terminal.write(clearLine);
      shown = false;
    },
  };
};
