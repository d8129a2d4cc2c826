import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, realpath, rm } from "node:fs/promises";
import { join, parse } from "node:path";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import type { OutputFile } from "@tsunagu/core";

/**
 * Streams a file into a directory, under a name that is made of its own and is nobody else's, readable by this user only.
 * Answers with the address of the real path. A file that breaks off is removed.
 */
export const saveFile = async (
  file: OutputFile,
  directory: string,
  signal: AbortSignal,
): Promise<{ readonly uri: string; readonly size: number }> => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(await realpath(directory), uniqueName(file.name));
  const target = createWriteStream(path, { flags: "wx", mode: 0o600 });
  try {
    await pipeline(file.body, target, { signal });
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  }
  return { uri: pathToFileURL(path).href, size: target.bytesWritten };
};

const maxStemLength = 100;
const maxExtensionLength = 16;

/** `report.pdf` becomes `report-1f0c9a2b.pdf`; what a file system could take for something else is replaced. */
const uniqueName = (name: string): string => {
  const { name: stem, ext: extension } = parse(name.split(/[\\/]/).at(-1) ?? "");
  const safe = (text: string): string => text.replace(/[^\p{L}\p{N}._ -]/gu, "_");
  const start =
    safe(stem)
      .replace(/^[.\s]+/, "")
      .slice(0, maxStemLength) || "file";
  return `${start}-${randomBytes(4).toString("hex")}${safe(extension).slice(0, maxExtensionLength)}`;
};
