import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { forEachOf, settleBatch } from "./batch.ts";

describe("work for each item", () => {
  test("is done a few at a time, and answered in order of the items", async () => {
    let running = 0;
    let most = 0;
    const done = await forEachOf([30, 1, 20, 2, 10], 2, new AbortController().signal, async (delay, index) => {
      most = Math.max(most, ++running);
      await wait(delay);
      running--;
      return `${index}:${delay}`;
    });
    expect(done._unsafeUnwrap()).toEqual(["0:30", "1:1", "2:20", "3:2", "4:10"]);
    expect(most).toBe(2);
  });

  test("is not begun after an abort", async () => {
    const caller = new AbortController();
    const done = await forEachOf([0, 1, 2], 1, caller.signal, async (item) => {
      if (item === 1) caller.abort();
      return item;
    });
    expect(done._unsafeUnwrap()).toEqual([0, 1, undefined]);
  });

  test("of no items is nothing", async () => {
    expect((await forEachOf([], 3, new AbortController().signal, async () => 1))._unsafeUnwrap()).toEqual([]);
  });
});

describe("the answer of a batch", () => {
  const ok = { index: 0, status: "ok" as const };
  const failed = { index: 1, status: "failed" as const };

  test("in which all is done is the same either way", () => {
    const answer = { count: 1, ok: 1, failed: 0, results: [ok] };
    expect(settleBatch([ok], "fail")._unsafeUnwrap()).toEqual(answer);
    expect(settleBatch([ok], "report")._unsafeUnwrap()).toEqual(answer);
  });

  test("in which something failed is partial, or reported", () => {
    expect(settleBatch([ok, failed], "fail")._unsafeUnwrapErr()).toMatchObject({
      code: "partial",
      partial: { done: [ok], failed: [failed], remaining: [] },
    });
    expect(settleBatch([ok, failed], "report")._unsafeUnwrap()).toMatchObject({ ok: 1, failed: 1 });
  });

  test("that was stopped is partial even where failures are reported", () => {
    expect(settleBatch([ok, undefined, undefined], "report")._unsafeUnwrapErr().partial?.remaining).toEqual([1, 2]);
  });
});
