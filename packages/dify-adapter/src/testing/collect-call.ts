import { isObject } from "@tsunagu/core";
import { checkToolMessage } from "./check-message.ts";
import { collectBlobs, type ReceivedFile } from "./collect-blobs.ts";

/** An error as the plugin sent it, or as the daemon makes it of a message that breaks the rules. */
export interface ReceivedError {
  readonly error_type: string;
  readonly message: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** How a call ended. */
export interface CallOutcome {
  /** What was streamed, in order; blob chunks are put together in `files`. */
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  readonly text: string;
  readonly json: readonly unknown[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly files: readonly ReceivedFile[];
  readonly error?: ReceivedError;
}

/** Takes a call's stream messages and makes an outcome of them. */
export interface CallCollector {
  /** What is wrong with a message, if something is; the daemon then ends the call. */
  take(data: unknown): string | undefined;
  finish(error?: ReceivedError): CallOutcome;
}

/** Collects an `invoke_tool` call, by all rules for its messages, or an action that answers with one plain object. */
export const collectCall = (action: string): CallCollector => {
  const messages: Record<string, unknown>[] = [];
  const blobs = collectBlobs();
  const take = (data: unknown): string | undefined => {
    if (action !== "invoke_tool") {
      if (!isObject(data)) return "the answer is not an object";
      messages.push(data);
      return undefined;
    }
    const problem = checkToolMessage(data);
    if (problem !== undefined || !isObject(data)) return problem;
    if (data["type"] === "blob_chunk") return blobs.take(data);
    messages.push(data);
    return undefined;
  };
  return {
    take,
    finish: (error) => ({
      messages,
      text: inside(messages, "text")
        .map((message) => message["text"])
        .join(""),
      json: inside(messages, "json").map((message) => message["json_object"]),
      variables: Object.fromEntries(
        inside(messages, "variable").map((message) => [String(message["variable_name"]), message["variable_value"]]),
      ),
      files: blobs.files,
      ...(error === undefined ? {} : { error }),
    }),
  };
};

const inside = (
  messages: readonly Readonly<Record<string, unknown>>[],
  type: string,
): Readonly<Record<string, unknown>>[] =>
  messages.flatMap((entry) => (entry["type"] === type && isObject(entry["message"]) ? [entry["message"]] : []));
