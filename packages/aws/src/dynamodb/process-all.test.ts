import { type ToolError, toolError } from "@tsunagu/core";
import { errAsync, okAsync } from "neverthrow";
import { expect, test } from "vitest";
import { processAll } from "./process-all.ts";

const call = { signal: new AbortController().signal, report: () => undefined };
const work = [1, 2, 3, 4, 5];

test("sends by chunks, and what comes back once more", async () => {
  const sent: (readonly number[])[] = [];
  const send = (chunk: readonly number[]) => {
    sent.push(chunk);
    return okAsync<readonly number[], ToolError>(sent.length === 1 ? [2] : []);
  };
  expect(await processAll(call, work, 2, send, [1])).toMatchObject({ value: { left: [] } });
  expect(sent).toEqual([
    [1, 2],
    [2, 3],
    [4, 5],
  ]);
});

test("leaves the rest when nothing is processed any more", async () => {
  let sent = 0;
  const send = (chunk: readonly number[]) => okAsync<readonly number[], ToolError>(sent++ === 0 ? [] : chunk);
  const { left, error } = (await processAll(call, work, 2, send, [1, 1, 1]))._unsafeUnwrap();
  expect([left, error?.code, sent]).toEqual([[3, 4, 5], "rate_limited", 5]);
});

test("leaves the rest at an error", async () => {
  const failure = toolError("forbidden", "no");
  const send = (chunk: readonly number[]) =>
    chunk[0] === 3 ? errAsync(failure) : okAsync<readonly number[], ToolError>([]);
  expect((await processAll(call, work, 2, send))._unsafeUnwrap()).toEqual({ left: [3, 4, 5], error: failure });
});

test("a stop ends a pause at once", async () => {
  const stop = new AbortController();
  const send = (chunk: readonly number[]) => {
    setTimeout(() => stop.abort(), 5);
    return okAsync<readonly number[], ToolError>(chunk);
  };
  const started = performance.now();
  const { left, error } = (await processAll({ ...call, signal: stop.signal }, work, 2, send, [10_000]))._unsafeUnwrap();
  expect([left, error?.code]).toEqual([work, "aborted"]);
  expect(performance.now() - started).toBeLessThan(1000);
});
