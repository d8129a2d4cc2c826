import { isObject, ToolFailure, toolError } from "@tsunagu/core";
import { fateUnknown } from "./errors.ts";
import { RequestFailure } from "./failure.ts";

/** The circumstances in which a request broke. */
export interface BrokenRequest {
  readonly operation: string;
  readonly repeatable: boolean;
  /** The caller's signal has fired. */
  readonly stopped: boolean;
  /** Milliseconds of the request's own time limit, when that is what ended it. */
  readonly expiredMs: number | undefined;
  /** kintone had begun to answer. */
  readonly answered: boolean;
}

/**
 * Makes the ToolError of a request that got no whole answer. Of the thrown value only its code is used: it may hold
 * headers, and with them the credential.
 */
export const networkFailure = (thrown: unknown, broken: BrokenRequest): ToolFailure => {
  if (thrown instanceof ToolFailure) return thrown;
  const { operation, repeatable } = broken;
  const origin = { service: "kintone", operation };
  const uncertain = repeatable ? {} : { retryable: false, hint: fateUnknown };
  if (broken.stopped) return new ToolFailure(toolError("aborted", "The call was stopped.", { origin, ...uncertain }));
  if (broken.expiredMs !== undefined) {
    const message = `kintone did not answer within ${broken.expiredMs / 1000} s (request_timeout).`;
    return new ToolFailure(toolError("timeout", message, { origin, ...uncertain }));
  }
  const code = codeOf(thrown);
  const before = beforeSending[code];
  if (before !== undefined) {
    return new RequestFailure(
      toolError("unavailable", `${before} (${code})`, { origin }),
      code === "ENOTFOUND" ? "never" : "any",
    );
  }
  if (code === "UND_ERR_ABORTED") {
    return new RequestFailure(
      toolError("unavailable", "The proxy did not connect to kintone.", { origin, hint: "Check kintone_proxy." }),
      "never",
    );
  }
  const message = broken.answered
    ? `kintone's answer broke off (${code}).`
    : `The connection to kintone broke (${code}).`;
  const kind = broken.answered ? "upstream" : "unavailable";
  return new RequestFailure(toolError(kind, message, { origin, ...uncertain }), "reads");
};

/** Codes that only a connection which was never made has: not a byte of the request was sent. */
const beforeSending: Readonly<Record<string, string>> = {
  ECONNREFUSED: "kintone refuses the connection.",
  ENOTFOUND: "There is no host of this name; check kintone_domain.",
  EAI_AGAIN: "kintone's host name could not be resolved now.",
  UND_ERR_CONNECT_TIMEOUT: "kintone's host did not accept a connection in time.",
};

const codeOf = (thrown: unknown): string => {
  const code = isObject(thrown)
    ? (thrown["code"] ?? (isObject(thrown["cause"]) ? thrown["cause"]["code"] : undefined))
    : undefined;
  return typeof code === "string" ? code : "no code";
};
