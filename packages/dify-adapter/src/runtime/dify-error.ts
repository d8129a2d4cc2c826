import { describeError, type JsonObject, type JsonValue, type ToolError, type ToolErrorCode } from "@tsunagu/core";

/** The error types that Dify shows by their message; any other is shown as raw JSON. */
export type DifyErrorType =
  | "InvokeRateLimitError"
  | "InvokeAuthorizationError"
  | "InvokeBadRequestError"
  | "InvokeConnectionError"
  | "InvokeServerUnavailableError"
  | "CredentialsValidateFailedError";

/** An error as a session's `error` message holds it. At most ten `args`. */
export interface DifyError extends JsonObject {
  readonly error_type: DifyErrorType;
  readonly message: string;
  readonly args: JsonObject;
}

const typeOfCode: Readonly<Record<ToolErrorCode, DifyErrorType>> = {
  invalid_input: "InvokeBadRequestError",
  unauthenticated: "InvokeAuthorizationError",
  forbidden: "InvokeAuthorizationError",
  not_found: "InvokeBadRequestError",
  conflict: "InvokeBadRequestError",
  rate_limited: "InvokeRateLimitError",
  unavailable: "InvokeServerUnavailableError",
  timeout: "InvokeConnectionError",
  aborted: "InvokeConnectionError",
  too_large: "InvokeBadRequestError",
  unsupported: "InvokeBadRequestError",
  partial: "InvokeBadRequestError",
  upstream: "InvokeServerUnavailableError",
  internal: "InvokeServerUnavailableError",
};

const maxMessageCharacters = 64 * 1024;
const maxArgsCharacters = 1024 * 1024;

/** A tool's error in Dify's terms: the whole of it in words, and its facts in `args`. */
export const toDifyError = (error: ToolError, type: DifyErrorType = typeOfCode[error.code]): DifyError => {
  const message = shorten(describeError(error));
  const { code, retryable, retryAfterMs, hint, issues, origin, partial, details } = error;
  const required = { code, retryable, description: message }; // versions of Dify before 1.8 show `description`
  const facts = { retry_after_ms: retryAfterMs, hint, issues, origin, partial, details };
  const args: Record<string, JsonValue> = JSON.parse(JSON.stringify({ ...required, ...facts }));
  const fits = JSON.stringify(args).length <= maxArgsCharacters;
  return { error_type: type, message, args: fits ? args : required };
};

const shorten = (text: string): string =>
  text.length <= maxMessageCharacters ? text : `${text.slice(0, maxMessageCharacters)} … (shortened)`;
