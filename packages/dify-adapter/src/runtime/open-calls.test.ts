import { expect, test } from "vitest";
import { OpenCalls } from "./open-calls.ts";

test("holds what was added and has not gone, whatever the order", () => {
  const open = new OpenCalls<{ place: number; id: number }>();
  const calls = Array.from({ length: 5 }, (_, id) => ({ place: -1, id }));
  for (const call of calls) open.add(call);
  const ids = () => [...open].map(({ id }) => id).sort();
  expect(ids()).toEqual([0, 1, 2, 3, 4]);
  for (const [gone, left] of [
    [1, [0, 2, 3, 4]],
    [4, [0, 2, 3]],
    [0, [2, 3]],
    [3, [2]],
    [2, []],
  ] as const) {
    const call = calls[gone];
    if (call !== undefined) open.delete(call);
    expect(ids()).toEqual(left);
    expect(open.size).toBe(left.length);
  }
});

test("may be changed while it is gone through", () => {
  const open = new OpenCalls<{ place: number }>();
  for (let index = 0; index < 4; index++) open.add({ place: -1 });
  for (const call of open) open.delete(call);
  expect(open.size).toBe(0);
});
