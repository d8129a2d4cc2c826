import { type Progress, type ToolError, toolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { expect, test, vi } from "vitest";
import { pollUntil } from "./poll.ts";

const details = { job_name: "job-1" };

/** Polls answers one after the other; the last one stays. */
const poll = (answers: readonly (string | ToolError)[], signal = new AbortController().signal) => {
  const messages: string[] = [];
  let asked = 0;
  const ask = (): ResultAsync<string, ToolError> => {
    const answer = answers[Math.min(asked++, answers.length - 1)] ?? "";
    return typeof answer === "string" ? okAsync(answer) : errAsync(answer);
  };
  const report = ({ message }: Progress): void => {
    messages.push(message);
  };
  const done = pollUntil(
    { signal, report },
    { ask, isDone: (state) => state === "done", describe: (state) => `is ${state}`, details, firstPauseMs: 1 },
  );
  return { done, messages, asked: () => asked };
};

test("what is done already is asked once and not waited for", async () => {
  const { done, messages, asked } = poll(["done"]);
  expect((await done)._unsafeUnwrap()).toBe("done");
  expect([asked(), messages]).toEqual([1, []]);
});

test("a wait ends at once when it is stopped, and names the job", async () => {
  const { done } = poll(["going"], AbortSignal.timeout(50));
  const started = performance.now();
  expect((await done)._unsafeUnwrapErr()).toMatchObject({ code: "aborted", details });
  expect(performance.now() - started).toBeLessThan(150);
});

test("a failure that does not pass ends the wait, and names the job beside what it says itself", async () => {
  const { done, asked } = poll([toolError("not_found", "gone", { hint: "look", details: { more: 1 } })]);
  expect((await done)._unsafeUnwrapErr()).toMatchObject({
    code: "not_found",
    message: "gone",
    hint: "look",
    details: { ...details, more: 1 },
  });
  expect(asked()).toBe(1);
});

test("a signal is let go of after each pause", async () => {
  const stop = new AbortController();
  const listen = vi.spyOn(stop.signal, "addEventListener");
  const leave = vi.spyOn(stop.signal, "removeEventListener");
  await poll(["going", "done"], stop.signal).done;
  expect(listen.mock.calls.length).toBe(1);
  expect(leave.mock.calls.length).toBe(1);
});

test("five failures in a row that may pass are waited out, a sixth is not", async () => {
  const passing = toolError("unavailable", "later");
  const five = poll([...Array<ToolError>(5).fill(passing), "going", ...Array<ToolError>(5).fill(passing), "done"]);
  const six = poll(Array<ToolError>(6).fill(passing));
  expect((await five.done)._unsafeUnwrap()).toBe("done");
  expect(five.messages).toEqual(["is going"]);
  expect((await six.done)._unsafeUnwrapErr()).toMatchObject({ code: "unavailable", details });
  expect(six.asked()).toBe(6);
});
