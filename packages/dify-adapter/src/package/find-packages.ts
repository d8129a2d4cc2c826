import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** An npm package that a bundle holds a part of. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly directory: string;
}

/** Finds the package that a source file belongs to: the nearest `package.json` above it that has a name. */
export const packageFinder = (directory: string): ((input: string) => BundledPackage | undefined) => {
  const known = new Map<string, BundledPackage | undefined>();
  const find = (folder: string): BundledPackage | undefined => {
    if (known.has(folder)) return known.get(folder);
    const parent = dirname(folder);
    const found = readPackage(folder) ?? (parent === folder ? undefined : find(parent));
    known.set(folder, found);
    return found;
  };
  return (input) => find(dirname(resolve(directory, input)));
};

const readPackage = (directory: string): BundledPackage | undefined => {
  const path = join(directory, "package.json");
  if (!existsSync(path)) return undefined;
  const { name, version, license } = JSON.parse(readFileSync(path, "utf8")) as Partial<Record<string, unknown>>;
  if (typeof name !== "string" || typeof version !== "string") return undefined;
  return { name, version, license: typeof license === "string" ? license : "see its text", directory };
};
