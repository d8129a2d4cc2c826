import { isObject, type ToolError, toolError } from "@tsunagu/core";
import type { Line } from "./lines.ts";

/** A request of Dify's, as far as it could be read. */
export interface DifyRequest {
  readonly kind: "request";
  readonly sessionId: string;
  /** `type/action`, such as `tool/invoke_tool`. */
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Why it cannot be answered any better. */
  readonly error?: ToolError;
}

/** A piece of Dify's answer to what a call has asked. */
export interface BackwardsAnswer {
  readonly kind: "answer";
  readonly data: unknown;
  /** Characters of the line. */
  readonly size: number;
}

/** Reads a line. Undefined for an empty one; `noise` for one that no answer can go to, because it names no session. */
export const readMessage = (line: Line): DifyRequest | BackwardsAnswer | "noise" | undefined => {
  if ("tooLong" in line) {
    const sessionId = /"session_id"\s*:\s*"([^"\\]{1,128})"/.exec(line.tooLong)?.[1];
    return sessionId === undefined
      ? "noise"
      : { kind: "request", sessionId, action: "", data: {}, error: requestTooLong };
  }
  if (line.text.trim() === "") return undefined;
  const message = parse(line.text);
  if (message?.["event"] === "backwards_response")
    return { kind: "answer", data: message["data"], size: line.text.length };
  if (message?.["event"] !== "request" || typeof message["session_id"] !== "string") return "noise";
  const data = isObject(message["data"]) ? message["data"] : {};
  return { kind: "request", sessionId: message["session_id"], action: `${data["type"]}/${data["action"]}`, data };
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
