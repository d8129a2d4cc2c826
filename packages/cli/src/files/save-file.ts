import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { join, parse } from "node:path";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { type FileSink, ToolFailure, toolError } from "@tsunagu/core";

/**
 * Takes a call's files into a directory. A file appears whole or not at all, and under a name that was free:
 * `report.pdf`, then `report (1).pdf`.
 */
export const saveTo =
  (directory: string): FileSink =>
  async (file, signal) => {
    await mkdir(directory, { recursive: true });
    const folder = await realpath(directory);
    const name = safeName(file.name);
    const unfinished = join(folder, `.${randomBytes(8).toString("hex")}.part`);
    try {
      const target = createWriteStream(unfinished, { flags: "wx" });
      await pipeline(file.body, target, { signal });
      if (file.size !== undefined && file.size !== target.bytesWritten)
        throw brokenOff(name, target.bytesWritten, file.size);
      const path = await claim(folder, name);
      await rename(unfinished, path);
      return { uri: pathToFileURL(path).href };
    } finally {
      await rm(unfinished, { force: true });
    }
  };

const brokenOff = (name: string, received: number, size: number): ToolFailure =>
  new ToolFailure(toolError("upstream", `${name} broke off after ${received} of ${size} bytes.`, { retryable: true }));

const maxSameNames = 1000;

/** Takes the first free name by making an empty file of it, which the finished one then replaces. */
const claim = async (folder: string, name: string): Promise<string> => {
  const { name: stem, ext: extension } = parse(name);
  for (let count = 0; count < maxSameNames; count++) {
    const path = join(folder, count === 0 ? name : `${stem} (${count})${extension}`);
    try {
      await (await open(path, "wx")).close();
      return path;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    }
  }
  throw new ToolFailure(
    toolError("conflict", `There are ${maxSameNames} files named like ${name} already.`, {
      hint: "Give another --output-dir.",
    }),
  );
};

const maxStemBytes = 180;
const maxExtensionBytes = 32;

/** The last part of a name that a service gave, without what a file system or a shell could take for something else. */
const safeName = (given: string): string => {
  const last = given.split(/[\\/]/).at(-1) ?? "";
  const clean = last.replace(/[\p{Cc}<>:"|?*]/gu, "_").replace(/^[.\s]+|[.\s]+$/g, "");
  const { name: stem, ext: extension } = parse(clean);
  return `${cut(stem, maxStemBytes) || "file"}${cut(extension, maxExtensionBytes)}`;
};

/** File systems count a name's bytes; a character that is cut in the middle goes. */
const cut = (text: string, bytes: number): string =>
  Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd+$/, "");
