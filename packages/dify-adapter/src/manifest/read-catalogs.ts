import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Catalog, type Catalogs, locales } from "./localize.ts";

/** Reads a backend's catalogs, `<locale>.yaml` each, from a directory. For the build of a plugin, never for its run. */
export const readCatalogs = (directory: string): Catalogs => {
  const found = (["en_US", ...locales] as const).flatMap((locale) => {
    const path = join(directory, `${locale}.yaml`);
    return existsSync(path) ? [[locale, parse(readFileSync(path, "utf8")) as Catalog]] : [];
  });
  return Object.fromEntries(found);
};
