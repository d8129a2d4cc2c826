import fc from "fast-check";
import { expect, test } from "vitest";
import { uploadSource } from "./upload-source.ts";

const never = new AbortController().signal;
const fileOf = (chunks: Iterable<Uint8Array>, size?: number) => ({
  name: "a.bin",
  mediaType: "application/octet-stream",
  size,
  body: (async function* () {
    yield* chunks;
  })(),
});

test("however a file comes in, the buffers are full, in order, and the last one is known as such", async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (given, partSize, isKnown) => {
      const whole = Buffer.concat(given);
      const source = uploadSource(fileOf(given, isKnown ? whole.byteLength : undefined), never);
      const parts: Buffer[] = [];
      for (let last = false; !last; ) {
        const buffer = Buffer.alloc(partSize);
        const filled = await source.fill(buffer);
        last = filled.last;
        expect(last || filled.bytes === partSize).toBe(true);
        expect(filled.bytes > 0 || parts.length === 0).toBe(true);
        parts.push(buffer.subarray(0, filled.bytes));
      }
      expect(Buffer.concat(parts)).toEqual(whole);
      expect(source.count()).toBe(whole.byteLength);
    }),
  );
});

test.each([
  ["less", 4, "has 3; nothing was stored"],
  ["more", 2, "has 3 or more; nothing was stored"],
])("a file that holds %s than it said is refused", async (_what, size, problem) => {
  const source = uploadSource(fileOf([Buffer.from("abc")], size), never);
  await expect(source.fill(Buffer.alloc(10))).rejects.toThrow(problem);
});

test("a stop ends the wait for a file that stands still", async () => {
  const body = (async function* (): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from("abc");
    await new Promise(() => {});
  })();
  const stop = new AbortController();
  const source = uploadSource({ ...fileOf([]), body }, stop.signal);
  const filling = source.fill(Buffer.alloc(10));
  stop.abort();
  await expect(filling).rejects.toThrow("aborted");
  source.close();
});

test("a file that was not read to its end is let go", async () => {
  let isClosed = false;
  const body = (async function* (): AsyncGenerator<Uint8Array, void> {
    try {
      for (;;) yield Buffer.from("abc");
    } finally {
      isClosed = true;
    }
  })();
  const source = uploadSource({ ...fileOf([]), body }, never);
  expect(await source.fill(Buffer.alloc(4))).toEqual({ bytes: 4, last: false });
  source.close();
  await expect.poll(() => isClosed).toBe(true);
});
