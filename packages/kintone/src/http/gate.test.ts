import { expect, it } from "vitest";
import { createGate } from "./gate.ts";

const never = new AbortController().signal;

it("lets only so many in, in the order in which they came", async () => {
  const gate = createGate(2);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const visit = async (number: number): Promise<void> => {
    const exit = await gate.enter(never);
    order.push(number);
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 2));
    inside--;
    exit();
    exit();
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(visit));
  expect(most).toBe(2);
  expect(order).toEqual([1, 2, 3, 4, 5, 6]);
  expect(gate.running).toBe(0);
});

it("lets a waiting call leave the line when it is aborted", async () => {
  const gate = createGate(1);
  const exit = await gate.enter(never);
  const stop = new AbortController();
  const aborted = gate.enter(stop.signal);
  const next = gate.enter(never);
  stop.abort();
  await expect(aborted).rejects.toMatchObject({ error: { code: "aborted" } });
  exit();
  (await next)();
  expect(gate.running).toBe(0);
  await expect(gate.enter(stop.signal)).rejects.toMatchObject({ error: { code: "aborted" } });
});

it("follows a limit that changes, and keeps at least one place", async () => {
  const gate = createGate(1);
  const first = await gate.enter(never);
  const second = gate.enter(never);
  gate.setLimit(2);
  (await second)();
  first();
  gate.setLimit(0);
  expect(gate.limit).toBe(1);
});
