import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "./bundle.ts";
import { type BundledPackage, packageFinder } from "./find-packages.ts";
import { comparePaths } from "./zip.ts";

/** The licences of everything that was bundled, which their owners ask to be passed on with it. */
export const licenseNotices = ({ metafile, directory }: Bundle): string => {
  const find = packageFinder(directory);
  const packages = new Map<string, BundledPackage>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const found = bytesInOutput > 0 ? find(input) : undefined;
      if (found !== undefined) packages.set(`${found.name}@${found.version}`, found);
    }
  }
  const sections = [...packages].sort(([a], [b]) => comparePaths(a, b)).map(([id, found]) => section(id, found));
  return `This package contains code of the following packages.\n\n${sections.join("\n")}`;
};

const section = (id: string, found: BundledPackage): string => {
  const names = readdirSync(found.directory).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  const texts = names.sort().map((name) => readFileSync(join(found.directory, name), "utf8").trim());
  return [`## ${id} (${found.license})`, ...texts, ""].join("\n\n");
};
