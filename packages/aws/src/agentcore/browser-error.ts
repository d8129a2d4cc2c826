import { type ToolError, toolError, toToolError } from "@tsunagu/core";

/** Why a browser did not do what it was to do. Nothing of the exception is kept but its first line. */
export const toBrowserError = (thrown: unknown): ToolError =>
  toToolError(thrown, (cause) => {
    const message = messageOf(cause);
    const network = /net::(ERR_\w+)/.exec(message)?.[1];
    if (network === "ERR_BLOCKED_BY_CLIENT") {
      return toolError("forbidden", "The page leads to an address that may not be visited.", { hint: allowHint });
    }
    if (network !== undefined) {
      return toolError("upstream", `The page could not be loaded: ${network}.`, {
        retryable: /CONNECTION|TIMED/.test(network),
      });
    }
    if (cause instanceof Error && cause.name === "TimeoutError") {
      return toolError("timeout", message, { hint: "Look at the page first: what was waited for may not be there." });
    }
    if (/has been closed|been disconnected|Target crashed/.test(message)) {
      return toolError("unavailable", "The connection to the browser was lost.", {
        hint: "Call again to connect anew.",
      });
    }
    if (/not (implemented|supported)|wasn't found/.test(message)) return toolError("unsupported", message);
    return toolError("upstream", message);
  });

/** Why no connection to a browser came about: the stream's own status decides. */
export const toConnectError = (thrown: unknown): ToolError =>
  toToolError(thrown, (cause) => {
    const status = Number(/ (\d{3}) /.exec(messageOf(cause))?.[1] ?? Number.NaN);
    const origin = { service: "bedrock-agentcore", operation: "automation stream", ...(status > 0 ? { status } : {}) };
    const subject = "The connection to the browser's automation stream";
    if (status === 401 || status === 403) {
      const hint = "The identity needs bedrock-agentcore:ConnectBrowserAutomationStream for this browser.";
      return toolError("forbidden", `${subject} was refused.`, { origin, hint });
    }
    if (status === 404 || status === 410)
      return toolError("not_found", `${subject} has nothing at its end.`, { origin });
    if (status === 429) return toolError("rate_limited", `${subject} was throttled.`, { origin });
    return toolError("unavailable", `${subject} could not be opened.`, { origin });
  });

export const allowHint =
  "Only public http and https addresses are visited, and hosts that the connection's aws_browser_allowed_hosts names.";

/** The first line, without the name of the function that threw. */
const messageOf = (cause: unknown): string => {
  const [line = ""] = (cause instanceof Error ? cause.message : "unknown cause").split("\n");
  return line.replace(/^\w+\.\w+: /, "").slice(0, 500);
};
