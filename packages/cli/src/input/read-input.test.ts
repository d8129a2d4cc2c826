import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readInput } from "./read-input.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "cli-test-"));
});
afterAll(() => rm(directory, { recursive: true }));

it("reads JSON text, and a file with or without a byte order mark", async () => {
  expect(await readInput(undefined)).toEqual({});
  expect(await readInput('{"a": 1}')).toEqual({ a: 1 });
  const path = join(directory, "input.json");
  await writeFile(path, '\ufeff{"a": "あ"}');
  expect(await readInput(`@${path}`)).toEqual({ a: "あ" });
});

it.each([
  ["{", "invalid_input", "--input: is not JSON: "],
  ["[1]", "invalid_input", "--input: is not a JSON object."],
  ["@/nowhere/input.json", "not_found", "--input: cannot be read: "],
])("says what is wrong with %s, and how to write it", async (given, code, message) => {
  const hint = expect.stringContaining("--input @input.json");
  await expect(readInput(given)).rejects.toMatchObject({
    error: { code, message: expect.stringContaining(message), hint },
  });
});
