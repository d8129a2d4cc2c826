import type { Redactor } from "./redact/index.ts";

/** The part of a logger that tools use; a pino logger satisfies it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A logger that writes nothing: the default. */
export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Puts a redactor before any logger: what passes holds no secret, and a logger that throws harms no call. */
export const redactingLogger = (sink: Logger, redactor: Redactor, bindings: object = {}): Logger => {
  const write =
    (level: keyof Logger) =>
    (fields: object, message: string): void => {
      try {
        sink[level](redactor.value({ ...bindings, ...fields }) as object, redactor.text(message));
      } catch (cause) {
        process.emitWarning(`The logger failed: ${redactor.text(String(cause))}`, "TsunaguLoggerWarning");
      }
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
};
