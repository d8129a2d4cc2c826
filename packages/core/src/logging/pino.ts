import { type DestinationStream, destination, pino } from "pino";
import type { Logger } from "../logger.ts";

export interface LogOptions {
  /** The least level to write. Default `info`. */
  readonly level?: "debug" | "info" | "warn" | "error" | "silent";
  /** Where lines go. Default: standard error, so that standard output stays free for results and protocols. */
  readonly stream?: DestinationStream;
}

/**
 * The default sink: one JSON line per entry, by pino. It writes what it is given, so hand it to `createToolkit`,
 * which puts the redactor before it, or wrap it with `redactingLogger`.
 */
export const createLogger = (options: LogOptions = {}): Logger =>
  pino({ level: options.level ?? "info", base: null }, options.stream ?? destination({ dest: 2, sync: true }));
