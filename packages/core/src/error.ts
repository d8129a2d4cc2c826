import { isObject, type JsonObject, type JsonValue } from "./json.ts";

/** What went wrong, as a closed list: each code with its one-line meaning. */
export const errorCodes = {
  invalid_input: "The input is wrong; `issues` names each field and what is wrong with it.",
  unauthenticated: "No credential, or the service does not accept it (wrong or expired).",
  forbidden: "The credential, or this toolkit's policy, does not allow the call.",
  not_found: "What the input names does not exist.",
  conflict: "The target is in another state than the call expects (exists already, changed meanwhile).",
  rate_limited: "The service asks to slow down.",
  unavailable: "The service could not be reached or is temporarily out of order.",
  timeout: "The deadline passed before the call ended.",
  aborted: "The caller stopped the call.",
  too_large: "Something is larger than a limit allows.",
  unsupported: "The call cannot work this way; `hint` names the way that does.",
  partial: "Part of the work was done; `partial` says what was done, what failed and what remains.",
  upstream: "The service answered with an error of its own or with something unreadable.",
  internal: "A defect in the tool.",
} as const;

export type ToolErrorCode = keyof typeof errorCodes;

/** One thing wrong with the input: the path of the field and the problem. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Where an error came from: the service's own words about it. */
export interface ErrorOrigin {
  readonly service: string;
  readonly operation?: string;
  readonly code?: string;
  readonly status?: number;
  readonly requestId?: string;
}

/** What a call that failed midway did: enough to go on without losing or repeating anything. */
export interface PartialOutcome {
  readonly done: JsonValue;
  readonly failed: JsonValue;
  readonly remaining: JsonValue;
}

/**
 * The one error of every tool: plain JSON data, never an exception of a service's client.
 * Recognise it with {@link isToolError}; it survives two copies of this package in one process.
 */
export interface ToolError {
  readonly code: ToolErrorCode;
  readonly message: string;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  /** Milliseconds to wait before trying again, when the service said so. */
  readonly retryAfterMs?: number;
  /** The way out, in one sentence. */
  readonly hint?: string;
  readonly issues?: readonly Issue[];
  readonly origin?: ErrorOrigin;
  readonly partial?: PartialOutcome;
  /** Facts a caller can act on, such as the id of a job that goes on. */
  readonly details?: JsonObject;
}

const brand = Symbol.for("tsunagu.ToolError");
const retryableCodes: ReadonlySet<ToolErrorCode> = new Set(["rate_limited", "unavailable", "timeout"]);

/** Makes a ToolError. `retryable` is by default what the code means; give it where the case differs. */
export const toolError = (
  code: ToolErrorCode,
  message: string,
  more: Partial<Omit<ToolError, "code" | "message">> = {},
): ToolError =>
  Object.defineProperty({ code, message, retryable: retryableCodes.has(code), ...more }, brand, { value: true });

/** An `invalid_input` error about one field. */
export const invalidField = (field: string, problem: string, hint?: string): ToolError =>
  toolError("invalid_input", `${field}: ${problem}`, {
    issues: [{ path: [field], message: problem }],
    ...(hint === undefined ? {} : { hint }),
  });

/** Whether a value is a ToolError, made by this or another copy of the package. */
export const isToolError = (value: unknown): value is ToolError =>
  isObject(value) && (value as { [brand]?: unknown })[brand] === true;

/** Carries a ToolError through code that can only throw, such as a stream that breaks while it is read. */
export class ToolFailure extends Error {
  readonly error: ToolError;

  constructor(error: ToolError) {
    super(error.message);
    this.name = "ToolFailure";
    this.error = error;
  }
}

/** The ToolError inside a thrown value, if one is there; otherwise what `otherwise` makes of it. */
export const toToolError = (thrown: unknown, otherwise: (thrown: unknown) => ToolError): ToolError => {
  if (isToolError(thrown)) return thrown;
  const carried = isObject(thrown) ? (thrown["error"] ?? thrown["cause"]) : undefined;
  if (isToolError(carried)) return carried;
  return isObject(carried) && isToolError(carried["error"]) ? carried["error"] : otherwise(thrown);
};

/** An error for a model or a person to read: message, fields, way out and the service's reference. */
export const describeError = (error: ToolError): string => {
  const { origin, partial } = error;
  const lines = [`${error.code}: ${error.message}`];
  for (const issue of error.issues ?? []) {
    const line = `- ${issue.path.join(".")}: ${issue.message}`;
    if (!error.message.includes(issue.message)) lines.push(line);
  }
  if (error.hint !== undefined) lines.push(error.hint);
  if (partial !== undefined) lines.push(`Done, failed and remaining: ${JSON.stringify(partial)}`);
  if (error.details !== undefined) lines.push(`Details: ${JSON.stringify(error.details)}`);
  if (error.retryable) {
    lines.push(
      error.retryAfterMs === undefined
        ? "Trying again later may succeed."
        : `Try again after ${error.retryAfterMs} ms.`,
    );
  }
  if (origin !== undefined) {
    const parts = [
      origin.service,
      origin.operation,
      origin.code,
      origin.status,
      origin.requestId && `request ${origin.requestId}`,
    ];
    lines.push(`(${parts.filter((part) => part !== undefined && part !== "").join(", ")})`);
  }
  return lines.join("\n");
};
