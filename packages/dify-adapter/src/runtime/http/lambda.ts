import { Writable } from "node:stream";
import { bodyOf, createRedactor, toolError } from "@tsunagu/core";
import { toDifyError } from "../dify-error.ts";
import { sessionLine } from "../messages.ts";
import type { PluginTools } from "../plugin-tools.ts";
import { type PluginServer, servePlugin } from "../serve-plugin.ts";
import { standardErrorLogger } from "../standard-error-logger.ts";
import { streamingRuntime } from "../streaming-runtime.ts";
import { answerInvocation } from "./invocation.ts";
import { maxInvocationBytes } from "./listen.ts";
import { transactionCarrier } from "./transaction.ts";

/** What a function URL hands over, as far as it is used. */
export interface FunctionUrlEvent {
  readonly rawPath?: string;
  readonly requestContext?: { readonly http?: { readonly method?: string } };
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** What a function URL answers with when the answer is not streamed. */
export interface FunctionUrlResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A handler as AWS Lambda calls it: it answers, or streams its answer where the runtime can. */
export type LambdaHandler = (event: FunctionUrlEvent, ...more: never[]) => Promise<FunctionUrlResult | undefined>;

export interface LambdaOptions {
  /** Where the plugin daemon answers backwards calls. */
  readonly daemonUrl: string;
}

/** Bytes of the largest answer that is not streamed. */
const maxBufferedBytes = 6 * 1024 * 1024;
const streamHeaders = { "content-type": "text/event-stream", "cache-control": "no-store" };

/**
 * Makes a handler for an AWS Lambda function URL that serves a plugin. Where the runtime can stream
 * (`RESPONSE_STREAM`), messages go out as they come; otherwise they are collected, up to 6 MiB.
 *
 * @see AWS Lambda Developer Guide, Response streaming for Lambda functions; Invoking Lambda function URLs
 */
export const lambdaHandler = (plugin: PluginTools, { daemonUrl }: LambdaOptions): LambdaHandler => {
  const redactor = createRedactor();
  const server = servePlugin(plugin, { redactor, logger: standardErrorLogger(redactor) });
  const backwards = transactionCarrier(daemonUrl);
  const invoke = (event: FunctionUrlEvent, answer: Writable): Promise<void> => run(server, event, answer, backwards);
  const runtime = streamingRuntime();
  if (runtime === undefined) return (event) => buffered(event, invoke);
  return runtime.streamifyResponse(async (event, stream) => {
    const head = plainAnswer(event);
    const { statusCode, headers, body } = head ?? { statusCode: 200, headers: streamHeaders, body: "" };
    const answer = runtime.HttpResponseStream.from(stream, { statusCode, headers });
    if (head === undefined) await invoke(event, answer);
    else answer.end(body);
  });
};

const run = (
  server: PluginServer,
  event: FunctionUrlEvent,
  answer: Writable,
  backwards: ReturnType<typeof transactionCarrier>,
): Promise<void> =>
  answerInvocation(server, {
    body: bodyOf(Buffer.from(event.body ?? "", event.isBase64Encoded === true ? "base64" : "utf8")),
    sessionId: event.headers?.["dify-plugin-session-id"],
    answer,
    backwards,
    maxRequestBytes: maxInvocationBytes,
  });

/** The answer to anything but a call. */
const plainAnswer = (event: FunctionUrlEvent): FunctionUrlResult | undefined => {
  const method = event.requestContext?.http?.method ?? "POST";
  const headers = { "content-type": "text/plain" };
  if (method === "GET" && event.rawPath === "/health") return { statusCode: 200, headers, body: "OK" };
  return method === "POST" && event.rawPath === "/invoke" ? undefined : { statusCode: 404, headers, body: "" };
};

const buffered = async (
  event: FunctionUrlEvent,
  invoke: (event: FunctionUrlEvent, answer: Writable) => Promise<void>,
): Promise<FunctionUrlResult> => {
  const plain = plainAnswer(event);
  if (plain !== undefined) return plain;
  const chunks: Buffer[] = [];
  let size = 0;
  const answer = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      size += chunk.byteLength;
      if (size <= maxBufferedBytes) chunks.push(chunk);
      done();
    },
  });
  await invoke(event, answer);
  const sessionId = event.headers?.["dify-plugin-session-id"] ?? "";
  const body = size <= maxBufferedBytes ? Buffer.concat(chunks).toString("utf8") : tooLargeAnswer(sessionId, size);
  return { statusCode: 200, headers: streamHeaders, body };
};

const tooLargeAnswer = (sessionId: string, size: number): string => {
  const error = toolError(
    "too_large",
    `The answer takes ${size} bytes; Lambda passes on ${maxBufferedBytes} at once.`,
    {
      hint: "Set the function URL's invoke mode to RESPONSE_STREAM.",
    },
  );
  return `${sessionLine(sessionId, "error", toDifyError(error))}\n${sessionLine(sessionId, "end", {})}\n`;
};
