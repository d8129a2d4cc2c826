import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { unzipSync } from "fflate";
import { maxPackageBytes, maxPackageFiles } from "../check/package-rules.ts";

/**
 * Reads a plugin's files from a `.difypkg` or from a directory. Throws an Error for what is no package, and for one with more
 * files or bytes than Dify takes, before it fills the memory.
 */
export const readPackage = async (path: string): Promise<ReadonlyMap<string, Uint8Array>> =>
  (await stat(path)).isDirectory() ? readDirectory(path) : unpack(await readFile(path));

/** The files of a packed plugin. */
export const unpack = (packed: Uint8Array): ReadonlyMap<string, Uint8Array> => {
  const limits = sizeLimits();
  try {
    const files = unzipSync(packed, { filter: ({ originalSize }) => limits.add(originalSize) });
    return new Map(Object.entries(files));
  } catch (cause) {
    if (limits.exceeded()) throw cause;
    throw new Error("This is no plugin package: it cannot be read as a ZIP file.", { cause });
  }
};

const readDirectory = async (directory: string): Promise<ReadonlyMap<string, Uint8Array>> => {
  const limits = sizeLimits();
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    limits.add((await stat(path)).size);
    files.set(relative(directory, path).split(sep).join("/"), await readFile(path));
  }
  return files;
};

const sizeLimits = () => {
  let bytes = 0;
  let files = 0;
  const exceeded = (): boolean => bytes > maxPackageBytes || files > maxPackageFiles;
  const add = (size: number): true => {
    bytes += size;
    files += 1;
    if (!exceeded()) return true;
    throw new Error(
      `The plugin is larger than Dify takes: ${maxPackageFiles} files, ${maxPackageBytes} bytes unpacked.`,
    );
  };
  return { add, exceeded };
};
