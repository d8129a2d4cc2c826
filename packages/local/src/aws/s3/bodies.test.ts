import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bodies, type Body, openBodies } from "./bodies.ts";

const large = Buffer.alloc(3 * 1024 * 1024, "abcdefg");
let parent: string;
let bodies: Bodies;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "bodies-test-"));
  bodies = await openBodies(parent);
});
afterEach(async () => {
  await bodies.close();
  await rm(parent, { recursive: true });
});

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += 65_536) yield bytes.subarray(offset, offset + 65_536);
}
const readAll = async (body: Body, start?: number, end?: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of bodies.read(body, start, end)) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const directory = async (): Promise<string> => join(parent, (await readdir(parent))[0] ?? "");
const files = async (): Promise<number> => (await readdir(await directory())).length;

test("small bodies stay in memory, large ones go to files that only the owner can read", async () => {
  const small = await bodies.write(inPieces(Buffer.from("small")));
  expect(await files()).toBe(0);
  const body = await bodies.write(inPieces(large));
  expect(await files()).toBe(1);
  expect((await stat(await directory())).mode & 0o777).toBe(0o700);
  expect((await readAll(body)).equals(large)).toBe(true);
  expect((await readAll(small)).toString()).toBe("small");
});

test("ranges, slices and joins read across pieces", async () => {
  const first = await bodies.write(inPieces(large));
  const second = await bodies.write(inPieces(Buffer.from("0123456789")));
  const joined = bodies.join([second, first, second]);
  expect(joined.size).toBe(large.length + 20);
  expect((await readAll(joined, 8, 12)).toString()).toBe(`89${large.toString("latin1", 0, 2)}`);
  const slice = bodies.slice(joined, 5, large.length + 15);
  expect((await readAll(slice)).equals(Buffer.concat([Buffer.from("56789"), large, Buffer.from("01234")]))).toBe(true);
  expect((await readAll(slice, 3, 4)).toString()).toBe("8");
});

test("a file goes with its last reference", async () => {
  const body = await bodies.write(inPieces(large));
  const copy = bodies.slice(body, 0, body.size);
  await bodies.release(body);
  expect(await files()).toBe(1);
  await bodies.release(copy);
  expect(await files()).toBe(0);
});

test("nothing is left of a body that broke off, nor of the directory after closing", async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield* inPieces(large);
    throw new Error("broke off");
  }
  await expect(bodies.write(broken())).rejects.toThrow("broke off");
  expect(await files()).toBe(0);
  await bodies.close();
  expect(await readdir(parent)).toEqual([]);
});
