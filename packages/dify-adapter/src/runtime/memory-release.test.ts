import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memoryRelease } from "./memory-release.ts";

const mebibyte = 1024 ** 2;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const start = () => {
  const state = { idle: true, bytes: 50 * mebibyte };
  const collect = vi.fn(async () => {
    state.bytes = 70 * mebibyte;
  });
  const ended = memoryRelease(() => state.idle, { collect, residentBytes: () => state.bytes });
  return { state, collect, ended };
};

test("a second after the last call memory is given back, once", () => {
  const { state, collect, ended } = start();
  state.bytes = 140 * mebibyte;
  ended();
  vi.advanceTimersByTime(900);
  ended();
  vi.advanceTimersByTime(900);
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(collect).toHaveBeenCalledExactlyOnceWith({ type: "major", execution: "sync", flavor: "last-resort" });
  ended();
  vi.advanceTimersByTime(10_000);
  expect(collect).toHaveBeenCalledOnce();
  state.bytes = 90 * mebibyte;
  ended();
  vi.advanceTimersByTime(1000);
  expect(collect).toHaveBeenCalledTimes(2);
});

test("nothing is done while calls run, nor for little", () => {
  const { state, collect, ended } = start();
  state.bytes = 60 * mebibyte;
  ended();
  vi.advanceTimersByTime(1000);
  Object.assign(state, { bytes: 140 * mebibyte, idle: false });
  ended();
  vi.advanceTimersByTime(1000);
  expect(collect).not.toHaveBeenCalled();
});

test("without a way to collect nothing is done", () => {
  expect(() => memoryRelease(() => true, { collect: undefined })()).not.toThrow();
});
