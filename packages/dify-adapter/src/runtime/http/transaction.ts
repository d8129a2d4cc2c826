import { isObject, ToolFailure, toolError } from "@tsunagu/core";
import type { BackwardsCarrier, BackwardsEvent } from "../backwards/carrier.ts";
import { readBackwardsEvent } from "../backwards/read-event.ts";
import { type Line, readLines } from "../lines.ts";

/** Bytes of one line of an answer. */
const maxAnswerLineBytes = 32 * 1024 * 1024;

/**
 * Backwards requests of a plugin that is called over HTTP: each is a request of its own to the daemon, whose answer comes
 * line by line, with empty lines in between.
 *
 * @see dify-plugin-daemon, internal/server/controllers/backwards_invocation.go
 */
export const transactionCarrier = (daemonUrl: string): BackwardsCarrier => {
  const url = `${daemonUrl.replace(/\/+$/, "")}/backwards-invocation/transaction`;
  return async function* ({ sessionId, requestId, line, signal }): AsyncGenerator<BackwardsEvent, void> {
    const headers = { "content-type": "application/json", "dify-plugin-session-id": sessionId };
    const response = await fetch(url, { method: "POST", headers, body: line, redirect: "error", signal });
    if (response.body === null) throw unreadable(response.status);
    let count = 0;
    for await (const answer of eachLine(readLines(response.body, maxAnswerLineBytes))) {
      if ("tooLong" in answer) throw new ToolFailure(toolError("too_large", "A line of Dify's answer is too long."));
      if (answer.text.trim() === "") continue;
      const event = readEvent(answer.text, requestId);
      if (event === undefined) throw unreadable(response.status);
      count++;
      yield event;
      if (event.event === "end") return;
    }
    if (count === 0) throw unreadable(response.status);
  };
};

async function* eachLine(lines: AsyncIterable<readonly Line[]>): AsyncGenerator<Line, void> {
  for await (const together of lines) yield* together;
}

/** Older daemons wrap the event into a message like those on standard input. */
const readEvent = (text: string, requestId: string): BackwardsEvent | undefined => {
  const value = parse(text);
  const data = isObject(value) && value["event"] === "backwards_response" ? value["data"] : value;
  const read = readBackwardsEvent(data, text.length);
  return read?.requestId === requestId || read?.event.event === "error" ? read.event : undefined;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller reports an answer that is none
  }
};

const unreadable = (status: number): ToolFailure =>
  new ToolFailure(
    toolError("upstream", "Dify's plugin daemon gave no readable answer to a backwards call.", {
      hint: "DIFY_PLUGIN_DAEMON_URL has to be the daemon's address as this plugin reaches it.",
      origin: { service: "dify", status },
    }),
  );
