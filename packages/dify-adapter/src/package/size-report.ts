import type { Metafile } from "esbuild";
import type { Bundle } from "./bundle.ts";
import { packageFinder } from "./find-packages.ts";

/** Where a package's size comes from, in bytes. */
export interface SizeReport {
  readonly packageBytes: number;
  readonly uncompressedBytes: number;
  /** Program text that is loaded at the start; the rest is loaded when a tool needs it. */
  readonly startBytes: number;
  /** npm packages by the bytes they have in the program, largest first. */
  readonly contributors: readonly { readonly name: string; readonly bytes: number }[];
}

/** Measures a bundle and its package. */
export const sizeReport = (
  bundle: Bundle,
  files: ReadonlyMap<string, Uint8Array>,
  packageBytes: number,
): SizeReport => {
  const find = packageFinder(bundle.directory);
  const bytes = new Map<string, number>();
  for (const output of Object.values(bundle.metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = find(input)?.name ?? "(other)";
      bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
    }
  }
  return {
    packageBytes,
    uncompressedBytes: [...files.values()].reduce((sum, content) => sum + content.byteLength, 0),
    startBytes: startBytes(bundle.metafile),
    contributors: [...bytes].map(([name, size]) => ({ name, bytes: size })).sort((a, b) => b.bytes - a.bytes),
  };
};

const startBytes = ({ outputs }: Metafile): number => {
  const seen = new Set<string>();
  const visit = (path: string): number => {
    const output = outputs[path];
    if (output === undefined || seen.has(path)) return 0;
    seen.add(path);
    const next = output.imports.filter((imported) => imported.kind === "import-statement" && !imported.external);
    return next.reduce((sum, imported) => sum + visit(imported.path), output.bytes);
  };
  return Object.keys(outputs)
    .filter((path) => outputs[path]?.entryPoint !== undefined && path.endsWith("/main.mjs"))
    .reduce((sum, path) => sum + visit(path), 0);
};
