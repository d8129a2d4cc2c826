import { isObject, type ToolError, toolError } from "@tsunagu/core";
import type { Line } from "./lines.ts";

/** A request of Dify's, as far as it could be read. */
export interface DifyRequest {
  readonly sessionId: string;
  /** `type/action`, such as `tool/invoke_tool`. */
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Why it cannot be answered any better. */
  readonly error?: ToolError;
}

/** Reads a line. Undefined for one that no answer can go to, because it names no session. */
export const readRequest = (line: Line): DifyRequest | undefined => {
  if ("tooLong" in line) {
    const sessionId = /"session_id"\s*:\s*"([^"\\]{1,128})"/.exec(line.tooLong)?.[1];
    return sessionId === undefined ? undefined : { sessionId, action: "", data: {}, error: requestTooLong };
  }
  const message = parse(line.text);
  if (message?.["event"] !== "request" || typeof message["session_id"] !== "string") return undefined;
  const data = isObject(message["data"]) ? message["data"] : {};
  return { sessionId: message["session_id"], action: `${data["type"]}/${data["action"]}`, data };
};

const requestTooLong = toolError("too_large", "The request is larger than this plugin reads.", {
  hint: "Pass large content as a file parameter, not as text.",
});

const parse = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // the caller reports a line that is no request
  }
};
