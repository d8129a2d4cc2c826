import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bodyOf, type OutputFile } from "@tsunagu/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { saveTo } from "./save-file.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "cli-test-"));
});
afterEach(() => rm(directory, { recursive: true }));

const fileOf = (name: string, content = "content"): OutputFile => ({
  name,
  mediaType: "text/plain",
  body: bodyOf(Buffer.from(content)),
});
const { signal } = new AbortController();

const save = async (file: OutputFile): Promise<string> => {
  const { uri } = await saveTo(directory)(file, signal);
  return fileURLToPath(uri ?? "");
};

describe("saveTo", () => {
  it("gives every one of the same name a place of its own", async () => {
    const paths = await Promise.all(["1", "2", "3", "4"].map((content) => save(fileOf("a.tar.gz", content))));
    expect(new Set(paths)).toEqual(
      new Set(["a.tar.gz", "a.tar (1).gz", "a.tar (2).gz", "a.tar (3).gz"].map((name) => join(directory, name))),
    );
    expect((await Promise.all(paths.map((path) => readFile(path, "utf8")))).join("")).toBe("1234");
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\temp\\a.txt", "a.txt"],
    [".bashrc", "bashrc"],
    ["..", "file"],
    ["a\u0000b\nc.txt", "a_b_c.txt"],
    ["日報 (最終).xlsx", "日報 (最終).xlsx"],
  ])("saves %j as %j", async (name, expected) => {
    expect(await save(fileOf(name))).toBe(join(directory, expected));
  });

  it("cuts a name that a file system would not take", async () => {
    expect(await save(fileOf(`${"報".repeat(200)}.txt`))).toBe(join(directory, `${"報".repeat(60)}.txt`));
  });

  it("leaves nothing of a file that is shorter than it should be, or is stopped", async () => {
    await expect(save({ ...fileOf("a.txt"), size: 100 })).rejects.toMatchObject({
      error: { code: "upstream", message: "a.txt broke off after 7 of 100 bytes.", retryable: true },
    });
    await expect(saveTo(directory)(fileOf("a.txt"), AbortSignal.abort())).rejects.toThrow("aborted");
    expect(await readdir(directory)).toEqual([]);
  });
});
