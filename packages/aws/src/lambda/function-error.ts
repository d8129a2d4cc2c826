import { createRedactor, isObject, type ToolError, toolError } from "@tsunagu/core";

interface FunctionFailure {
  readonly functionName: string;
  /** What Lambda calls it: `Unhandled`, `Handled`, `Runtime.ExitError`, … */
  readonly functionError: string;
  /** The function's own error, as JSON text if it is one. */
  readonly report: string;
  readonly executedVersion: string | null;
  readonly logs: string | null;
  readonly requestId: string | undefined;
}

const longestMessage = 2_000;
const scrubber = createRedactor({ limits: { maxString: 16_384 } });

/**
 * A function that failed, as an error: its type and message, no stack trace.
 *
 * @see AWS Lambda Developer Guide, Understanding Lambda function errors
 */
export const functionFailed = (failure: FunctionFailure): ToolError => {
  const { functionName, functionError, executedVersion, logs, requestId } = failure;
  const { type, message } = errorIn(failure.report);
  const named = type ?? functionError;
  return toolError("upstream", `The function ${functionName} failed with ${named}${message ? `: ${message}` : "."}`, {
    hint: "The function ran and failed by itself; its own log tells more.",
    details: {
      function_name: functionName,
      function_error: functionError,
      error_type: type,
      error_message: message,
      executed_version: executedVersion,
      ...(logs === null ? {} : { logs }),
    },
    origin: {
      service: "lambda",
      operation: "Invoke",
      code: named,
      ...(requestId === undefined ? {} : { requestId }),
    },
  });
};

/** The end of a function's log, of which whatever looks like a secret is taken out. */
export const logTail = (encoded: string | undefined): string | null =>
  encoded === undefined ? null : scrubber.text(Buffer.from(encoded, "base64").toString("utf8"));

const errorIn = (report: string): { readonly type: string | null; readonly message: string | null } => {
  const parsed = parse(report);
  const text = isObject(parsed) ? parsed["errorMessage"] : parsed;
  const type = isObject(parsed) && typeof parsed["errorType"] === "string" ? parsed["errorType"] : null;
  const message = typeof text === "string" && text !== "" ? scrubber.text(text).slice(0, longestMessage) : null;
  return { type, message };
};

const parse = (report: string): unknown => {
  try {
    return JSON.parse(report);
  } catch {
    return report; // not JSON: the text is the message
  }
};
