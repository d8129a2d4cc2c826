import { setTimeout as wait } from "node:timers/promises";
import type { Content } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { event } from "../testing/event-stream.ts";
import { succeeded } from "../testing/expect-failure.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { lambdaInvokeStream } from "./invoke-stream.ts";

const scripted = useScriptedToolkit([lambdaInvokeStream]);
const route = "POST /2021-11-15/functions/chat/response-streaming-invocations";
const headers = { "content-type": "application/vnd.amazon.eventstream", "x-amz-executed-version": "3" };
const input = { lambda_name: "chat", payload_json: '"hi"' };
const chunk = (payload: Uint8Array | string) => event("PayloadChunk", payload, "application/octet-stream");
const complete = (more: object = {}) => event("InvokeComplete", JSON.stringify(more));

const script = (...messages: readonly Uint8Array[]) =>
  scripted().answer(route, { headers, body: Buffer.concat(messages) });

/** Messages, and then a stream that stands still. */
async function* stalling(...messages: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* messages;
  await wait(3_000);
}

test("keeps the contract of tools", async () => {
  const examples = [
    input,
    { ...input, qualifier: "live", client_context_json: "{}", include_logs: true, max_bytes: 10 },
  ];
  expect(await checkToolContract(lambdaInvokeStream, { examples })).toEqual([]);
});

test("passes text on as it comes, with characters whole, and has all of it in the answer", async () => {
  const text = Buffer.from("挨拶です");
  script(chunk(text.subarray(0, 4)), chunk(text.subarray(4)), chunk("!"), complete({ LogResult: btoa("the log") }));
  const parts: Content[] = [];
  const onContent = (part: Content): void => {
    parts.push(part);
  };
  const answer = succeeded(
    await scripted().run("lambda_invoke_stream", { ...input, include_logs: true }, { onContent }),
  );
  expect(parts).toEqual(["挨", "拶です", "!"].map((piece) => ({ type: "text", text: piece })));
  expect(answer).toMatchObject({
    output: { response_text: "挨拶です!", size: 13, executed_version: "3", status_code: 200, logs: "the log" },
  });
  expect(scripted().requests[0]?.body.toString()).toBe('"hi"');
});

test("the first piece arrives before the function has ended", async () => {
  scripted().answer(route, { headers, body: stalling(chunk("first")) });
  const { promise, resolve } = Promise.withResolvers<Content>();
  const stop = new AbortController();
  const call = scripted().run("lambda_invoke_stream", input, { onContent: resolve, signal: stop.signal });
  expect(await promise).toEqual({ type: "text", text: "first" });
  const stopped = performance.now();
  stop.abort();
  scripted().failure(await call, { code: "aborted" });
  expect(performance.now() - stopped).toBeLessThan(100);
});

test("a function that fails midway is an error with its type and message", async () => {
  const details = JSON.stringify({ errorType: "TypeError", errorMessage: "x is undefined" });
  script(chunk("half"), complete({ ErrorCode: "Unhandled", ErrorDetails: details }));
  const result = await scripted().run("lambda_invoke_stream", input);
  const error = scripted().failure(result, { code: "upstream", origin: "TypeError" });
  expect(error.details).toMatchObject({ function_error: "Unhandled", error_message: "x is undefined" });
});

test.each([
  ["more than max_bytes", { max_bytes: 4 }, [chunk("12345"), complete()], "too_large"],
  ["bytes that are no text", {}, [chunk(Uint8Array.of(0xff, 0xfe)), complete()], "unsupported"],
  [
    "text that ends in the middle of a character",
    {},
    [chunk(Buffer.from("é").subarray(0, 1)), complete()],
    "unsupported",
  ],
  ["no end", {}, [chunk("half")], "upstream"],
] as const)("a stream with %s is an error", async (_what, more, messages, code) => {
  script(...messages);
  scripted().failure(await scripted().run("lambda_invoke_stream", { ...input, ...more }), { code });
  expect(scripted().requests.length).toBe(1);
});
