import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeTempDirectory } from "@tsunagu/core";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { readPackage, unpack } from "./read-package.ts";
import { zipFiles } from "./zip.ts";

const files = new Map<string, Uint8Array>([
  ["app/main.mjs", Buffer.from("1")],
  ["manifest.yaml", Buffer.from("version: 1.0.0")],
]);
const text = (read: ReadonlyMap<string, Uint8Array>) =>
  Object.fromEntries([...read].map(([path, content]) => [path, Buffer.from(content).toString()]).sort());
const expected = { "app/main.mjs": "1", "manifest.yaml": "version: 1.0.0" };

test("a directory and a package are read alike", async () => {
  await using directory = await makeTempDirectory();
  const folder = join(directory.path, "plugin");
  await mkdir(join(folder, "app"), { recursive: true });
  for (const [path, content] of files) await writeFile(join(folder, path), content);
  const packed = join(directory.path, "plugin.difypkg");
  await writeFile(packed, zipFiles(files));
  expect(text(await readPackage(folder))).toEqual(expected);
  expect(text(await readPackage(packed))).toEqual(expected);
});

test("what is no package is said to be none", () => {
  expect(() => unpack(Buffer.from("not a package at all, only text"))).toThrow("no plugin package");
});

test("a package that unpacks to more than Dify takes is not unpacked", () => {
  const packed = zipSync({ "app/main.mjs": new Uint8Array(51 * 1024 * 1024) }, { level: 1 });
  expect(packed.byteLength).toBeLessThan(1_000_000);
  expect(() => unpack(packed)).toThrow("larger than Dify takes");
});
