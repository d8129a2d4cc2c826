import { randomUUID } from "node:crypto";
import { isObject, type JsonObject, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import { ResultAsync } from "neverthrow";
import { maxLineBytes, sessionLine } from "../messages.ts";
import type { BackwardsCarrier } from "./carrier.ts";

/** The session that asks, and how. */
export interface Asker {
  readonly sessionId: string;
  readonly carrier: BackwardsCarrier;
  /** Fires when the session has ended or is stopped. */
  readonly signal: AbortSignal;
}

/** Milliseconds without a word from Dify after which a request is given up, as Dify's own SDK does. */
const defaultSilenceMs = 250_000;
/** Characters of one whole answer. */
const maxAnswerSize = 64 * 1024 * 1024;

/**
 * Asks Dify for something and collects the answer: the data of each response up to the end.
 * Errors: `too_large` (request over the line limit, answer over 64 Mi characters), `timeout`, `aborted`, `forbidden`
 * for a permission that the manifest does not ask for, `upstream` with Dify's own words for anything else.
 */
export const ask = (
  { sessionId, carrier, signal }: Asker,
  kind: string,
  request: JsonObject,
  silenceMs = defaultSilenceMs,
): ResultAsync<readonly JsonObject[], ToolError> => {
  const collect = async (): Promise<readonly JsonObject[]> => {
    const requestId = randomUUID();
    const line = sessionLine(sessionId, "invoke", { type: kind, backwards_request_id: requestId, request });
    if (line.length > maxLineBytes / 3 && Buffer.byteLength(line) > maxLineBytes)
      throw new ToolFailure(
        toolError("too_large", `A request of this size (${line.length}) does not fit into a message.`),
      );
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new ToolFailure(noAnswer(kind, silenceMs))), silenceMs);
    const stop = AbortSignal.any([signal, silence.signal]);
    const answers: JsonObject[] = [];
    let size = 0;
    try {
      for await (const event of carrier({ sessionId, requestId, line, signal: stop })) {
        timer.refresh();
        size += event.size;
        if (size > maxAnswerSize) throw new ToolFailure(toolError("too_large", "Dify's answer is too large to take."));
        if (event.event === "error") throw new ToolFailure(refused(kind, event.message));
        if (event.event === "response" && isObject(event.data)) answers.push(event.data as JsonObject);
      }
      return answers;
    } finally {
      clearTimeout(timer);
    }
  };
  return ResultAsync.fromPromise(collect(), (thrown) =>
    toToolError(thrown, (cause) =>
      signal.aborted
        ? toolError("aborted", "The call has ended before Dify answered.")
        : toolError("unavailable", `Dify could not be asked: ${cause instanceof Error ? cause.message : "unknown"}.`),
    ),
  );
};

const noAnswer = (kind: string, silenceMs: number): ToolError =>
  toolError("timeout", `Dify gave no answer to a request of the kind ${kind} for ${silenceMs / 1000} seconds.`);

const refused = (kind: string, message: string): ToolError =>
  toolError(
    /permission/i.test(message) ? "forbidden" : "upstream",
    `Dify refused a request of the kind ${kind}: ${message}`,
    {
      origin: { service: "dify", operation: kind },
    },
  );
