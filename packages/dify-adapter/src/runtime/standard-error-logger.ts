import { type Logger, type Redactor, redactingLogger } from "@tsunagu/core";
import { writeError } from "./stdio/standard-error.ts";

/** A logger for transports whose host reads no log lines: one scrubbed line each on standard error. */
export const standardErrorLogger = (redactor: Redactor): Logger => {
  const write =
    (level: "INFO" | "WARNING" | "ERROR") =>
    (fields: object, message: string): void =>
      writeError(redactor, `${level} ${message} ${JSON.stringify(fields)}\n`);
  const logger = { debug: () => {}, info: write("INFO"), warn: write("WARNING"), error: write("ERROR") };
  return redactingLogger(logger, redactor);
};
