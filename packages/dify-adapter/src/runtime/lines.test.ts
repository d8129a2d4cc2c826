import { expect, test } from "vitest";
import { type Line, readLines } from "./lines.ts";

const read = async (chunks: readonly string[], maxBytes = 100): Promise<Line[]> => {
  const input = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk, "latin1");
  })();
  return (await Array.fromAsync(readLines(input, maxBytes))).flat();
};

test("lines are found however the bytes are cut", async () => {
  const text = Buffer.from('{"a":"繋"}\n\n{"b":2}\nrest').toString("latin1");
  const whole = [{ text: '{"a":"繋"}' }, { text: "" }, { text: '{"b":2}' }, { text: "rest" }];
  expect(await read([text])).toEqual(whole);
  expect(await read([...text])).toEqual(whole);
  expect(await read([])).toEqual([]);
});

test("a line over the limit leaves only its beginning, and the next one is read", async () => {
  const long = "x".repeat(10_000);
  const [first, second] = await read([`{"session_id":"s",${long}`, long, "\n", "next\n"]);
  expect(first).toEqual({ tooLong: `{"session_id":"s",${long}`.slice(0, 4096) });
  expect(second).toEqual({ text: "next" });
});

test("a line of exactly the limit is read", async () => {
  expect(await read(["a".repeat(100), "\n", "a".repeat(101), "\n"])).toEqual([
    { text: "a".repeat(100) },
    { tooLong: "a".repeat(101) },
  ]);
});
