import { type ErrorOrigin, type Issue, isObject, type ToolError, toolError } from "@tsunagu/core";
import { codeOfStatus, type KnownCode, knownCodes } from "./error-codes.ts";
import { RequestFailure, type Resend } from "./failure.ts";
import { issuePath } from "./issue-path.ts";
import { permissionOf } from "./permissions.ts";

/** An answer of kintone that is not a success. */
export interface ErrorAnswer {
  readonly operation: string;
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The parsed JSON body; undefined when the body is something else, such as a maintenance page. */
  readonly body: unknown;
  /** The request changes nothing. */
  readonly repeatable: boolean;
}

/** Makes the ToolError of an answer that is not a success, and says whether the request may be sent again. */
export const answerFailure = (answer: ErrorAnswer): RequestFailure => {
  const { operation, status, repeatable } = answer;
  const failed = failedPart(answer.body);
  const known = failed.code === undefined ? undefined : knownCodes[failed.code];
  const code = known?.code ?? codeOfStatus(status);
  const origin: ErrorOrigin = {
    service: "kintone",
    operation,
    status,
    ...(failed.code === undefined ? {} : { code: failed.code }),
    ...(failed.id === undefined ? {} : { requestId: failed.id }),
  };
  const issues = issuesOf(failed.errors, failed.index);
  const unknownFate = !repeatable && known === undefined && (code === "unavailable" || code === "upstream");
  const hint = unknownFate ? fateUnknown : hintOf(known, code, operation);
  const retryAfterMs = retryAfter(answer.retryAfter);
  const error = toolError(code, messageOf(known, failed.message, status, issues), {
    origin,
    ...(unknownFate ? { retryable: false } : {}),
    ...(issues.length === 0 ? {} : { issues }),
    ...(hint === undefined ? {} : { hint }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(failed.index === undefined ? {} : { details: { request_index: failed.index } }),
  });
  return new RequestFailure(error, resendOf(known, status));
};

/** What to say when a request that changes something may or may not have been carried out. */
export const fateUnknown = "Whether the change was made is not known; look at the records before sending it again.";

/** The error part of a body: the body's own, or in a bulk request that of the request that failed, with its index. */
const failedPart = (body: unknown) => {
  const results = isObject(body) && Array.isArray(body["results"]) ? body["results"] : undefined;
  const index = results?.findIndex((result) => isObject(result) && typeof result["code"] === "string");
  const part: unknown = results === undefined || index === undefined || index < 0 ? body : results[index];
  const text = (key: string): string | undefined => {
    const value = isObject(part) ? part[key] : undefined;
    return typeof value === "string" && value !== "" ? value.slice(0, longestText) : undefined;
  };
  return {
    code: text("code"),
    id: text("id"),
    message: text("message"),
    errors: isObject(part) ? part["errors"] : undefined,
    index: index === undefined || index < 0 ? undefined : index,
  };
};

const longestText = 1000;
const mostIssues = 100;

const issuesOf = (errors: unknown, index: number | undefined): readonly Issue[] => {
  if (!isObject(errors)) return [];
  const within = index === undefined ? [] : ["requests", index];
  return Object.entries(errors)
    .slice(0, mostIssues)
    .map(([name, detail]) => ({ path: [...within, ...issuePath(name)], message: messagesOf(detail) }));
};

const messagesOf = (detail: unknown): string => {
  const messages = isObject(detail) && Array.isArray(detail["messages"]) ? detail["messages"] : [detail];
  return (
    messages
      .filter((message) => typeof message === "string")
      .join(" ")
      .slice(0, longestText) || "is not valid"
  );
};

const messageOf = (
  known: KnownCode | undefined,
  message: string | undefined,
  status: number,
  issues: readonly Issue[],
): string => {
  const meaning = known?.meaning ?? meaningOfStatus(status);
  const named = issues.slice(0, 5).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const more = issues.length > named.length ? [`and ${issues.length - named.length} more`] : [];
  const fields = named.length === 0 ? "" : ` ${[...named, ...more].join("; ")}`;
  return message === undefined ? `${meaning}${fields}` : `${meaning} kintone says: ${message}${fields}`;
};

const meaningOfStatus = (status: number): string => {
  if (status >= 300 && status < 400)
    return `kintone's address answered with a redirect (status ${status}), which is not followed.`;
  if (status === 502 || status === 503 || status === 504)
    return `kintone is out of order or in maintenance (status ${status}).`;
  return `kintone answered with status ${status}.`;
};

const hintOf = (known: KnownCode | undefined, code: ToolError["code"], operation: string): string | undefined => {
  if (known?.hint !== undefined) return known.hint;
  if (code !== "forbidden") return undefined;
  const permission = permissionOf(operation);
  return permission === undefined
    ? undefined
    : `Needed: the permission to ${permission}. An app's administrator can grant it.`;
};

const resendOf = (known: KnownCode | undefined, status: number): Resend => {
  if (known?.nothingDone) return "any";
  return status === 429 || status === 502 || status === 503 || status === 504 ? "reads" : "never";
};

/** Milliseconds of a Retry-After header, in seconds or as a date. */
const retryAfter = (header: string | undefined): number | undefined => {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? Math.round(milliseconds) : undefined;
};
