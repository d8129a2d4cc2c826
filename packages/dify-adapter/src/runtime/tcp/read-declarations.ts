import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DeclarationFiles } from "./registration.ts";

/** Reads what registration needs from an unpacked package: `manifest.yaml`, `provider`, `tools` and `_assets`. */
export const readDeclarations = async (directory: string): Promise<DeclarationFiles> => {
  const files = new Map<string, Uint8Array>();
  files.set("manifest.yaml", await readFile(join(directory, "manifest.yaml")));
  for (const folder of ["provider", "tools", "_assets"]) {
    for (const name of (await readdir(join(directory, folder))).sort())
      files.set(`${folder}/${name}`, await readFile(join(directory, folder, name)));
  }
  return files;
};
