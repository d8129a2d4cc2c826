import { toolError } from "@tsunagu/core";
import { expect, it } from "vitest";
import { RequestFailure, type Resend } from "./failure.ts";
import { maxAttempts, withRetry } from "./retry.ts";

const signal = new AbortController().signal;
const failing = (resend: Resend, failures: number, retryAfterMs?: number) => {
  const calls = { count: 0 };
  const send = async (): Promise<string> => {
    calls.count++;
    if (calls.count > failures) return "answer";
    throw new RequestFailure(
      toolError("unavailable", "busy", retryAfterMs === undefined ? {} : { retryAfterMs }),
      resend,
    );
  };
  return { calls, send };
};

it("sends again what may be sent again, until it succeeds", async () => {
  const { calls, send } = failing("any", 3);
  await expect(withRetry(send, { signal, repeatable: false, baseDelayMs: 1 })).resolves.toBe("answer");
  expect(calls.count).toBe(4);
});

it("gives up after five attempts", async () => {
  const { calls, send } = failing("any", 99);
  await expect(withRetry(send, { signal, repeatable: false, baseDelayMs: 1 })).rejects.toMatchObject({
    error: { code: "unavailable" },
  });
  expect(calls.count).toBe(maxAttempts);
});

it("sends a change again only when nothing was done", async () => {
  const change = failing("reads", 1);
  await expect(withRetry(change.send, { signal, repeatable: false, baseDelayMs: 1 })).rejects.toBeInstanceOf(
    RequestFailure,
  );
  expect(change.calls.count).toBe(1);
  const read = failing("reads", 1);
  await expect(withRetry(read.send, { signal, repeatable: true, baseDelayMs: 1 })).resolves.toBe("answer");
  const lost = failing("never", 1);
  await expect(withRetry(lost.send, { signal, repeatable: true, baseDelayMs: 1 })).rejects.toBeInstanceOf(
    RequestFailure,
  );
  expect(lost.calls.count).toBe(1);
});

it("waits as long as the service asks, and hands a long wait to the caller", async () => {
  const short = failing("any", 1, 60);
  const started = performance.now();
  await withRetry(short.send, { signal, repeatable: true, baseDelayMs: 1 });
  expect(performance.now() - started).toBeGreaterThan(50);
  const long = failing("any", 1, 3_600_000);
  await expect(withRetry(long.send, { signal, repeatable: true, baseDelayMs: 1 })).rejects.toMatchObject({
    error: { retryAfterMs: 3_600_000 },
  });
});

it("stops waiting when it is aborted", async () => {
  const stop = new AbortController();
  const { calls, send } = failing("any", 99);
  const result = withRetry(send, { signal: stop.signal, repeatable: true, baseDelayMs: 60_000 });
  setTimeout(() => stop.abort(), 5);
  await expect(result).rejects.toMatchObject({ error: { code: "aborted" } });
  expect(calls.count).toBe(1);
});
