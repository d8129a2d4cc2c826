import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, realpath, rm } from "node:fs/promises";
import { join, parse } from "node:path";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { type OutputFile, ToolFailure, toolError } from "@tsunagu/core";

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
    if (file.size !== undefined && file.size !== target.bytesWritten) throw brokenOff(file, target.bytesWritten);
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  }
  return { uri: pathToFileURL(path).href, size: target.bytesWritten };
};

const brokenOff = ({ name, size }: OutputFile, received: number): ToolFailure =>
  new ToolFailure(toolError("upstream", `${name} broke off after ${received} of ${size} bytes.`, { retryable: true }));

const maxStemBytes = 180;
const maxExtensionBytes = 32;

/** `report.pdf` becomes `report-1f0c9a2b.pdf`; what a file system could take for something else is replaced. */
const uniqueName = (name: string): string => {
  const { name: stem, ext: extension } = parse(name.split(/[\\/]/).at(-1) ?? "");
  const safe = (text: string): string => text.replace(/[^\p{L}\p{N}._ -]/gu, "_");
  const start = cut(safe(stem).replace(/^[.\s]+/, ""), maxStemBytes) || "file";
  return `${start}-${randomBytes(4).toString("hex")}${cut(safe(extension), maxExtensionBytes)}`;
};

/** File systems count a name's bytes; a character that is cut in the middle goes. */
const cut = (text: string, bytes: number): string =>
  Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd+$/, "");
