import type { Redactor } from "./redact/index.ts";

/** The part of a logger that tools use; a pino logger satisfies it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Whether lines of a level are written at all; those that are not are not even scrubbed. Without it, all are. */
  isLevelEnabled?(level: LogLevel): boolean;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

const nothing = (): void => {};

/** A logger that writes nothing: the default. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Puts a redactor before any logger: what passes holds no secret, and a logger that throws harms no call. */
export const redactingLogger = (sink: Logger, redactor: Redactor, bindings: object = {}): Logger => {
  const isLevelEnabled = (level: LogLevel): boolean => sink.isLevelEnabled?.(level) ?? sink[level] !== nothing;
  const write =
    (level: LogLevel) =>
    (fields: object, message: string): void => {
      try {
        if (!isLevelEnabled(level)) return;
        sink[level](redactor.value({ ...bindings, ...fields }) as object, redactor.text(message));
      } catch (cause) {
        process.emitWarning(`The logger failed: ${redactor.text(String(cause))}`, "TsunaguLoggerWarning");
      }
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error"), isLevelEnabled };
};
