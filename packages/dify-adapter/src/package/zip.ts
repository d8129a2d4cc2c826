import { type Zippable, zipSync } from "fflate";

/** The same in every time zone, since the format stores local time, and the earliest it can store. */
const fixedTime = new Date(1980, 0, 1);

/**
 * Packs files so that the same files give the same bytes. Throws a TypeError for a path that the daemon does not find or
 * refuses: one that is not plain and relative. Entries are in order of their paths, `last` comes after them all.
 */
export const zipFiles = (
  files: ReadonlyMap<string, Uint8Array>,
  last: readonly (readonly [string, Uint8Array])[] = [],
): Uint8Array => {
  const entries: Zippable = {};
  for (const [path, content] of [...[...files].sort(([a], [b]) => comparePaths(a, b)), ...last]) {
    if (!isPlain(path)) throw new TypeError(`The path ${JSON.stringify(path)} cannot be in a package.`);
    entries[path] = [content, { mtime: fixedTime, level: 9 }];
  }
  return zipSync(entries);
};

/** Compares paths byte by byte. */
export const comparePaths = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const isPlain = (path: string): boolean =>
  !path.includes("\\") && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
