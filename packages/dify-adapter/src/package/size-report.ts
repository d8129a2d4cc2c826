import type { Metafile } from "esbuild";
import { type UnzipFileFilter, unzipSync } from "fflate";
import type { Bundle } from "./bundle.ts";
import { packageFinder } from "./find-packages.ts";

/** Where a package's size comes from, in bytes. */
export interface SizeReport {
  readonly packageBytes: number;
  readonly uncompressedBytes: number;
  /** Program text that is loaded at the start; the rest is loaded when a tool needs it. */
  readonly startBytes: number;
  /** The npm packages in the program, largest first. */
  readonly contributors: readonly Contributor[];
  /** The package's folders and files, largest first: the program, what its packages read, the tools, and so on. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly name: string;
  readonly bytes: number;
  readonly packedBytes: number;
}

export interface Contributor {
  readonly name: string;
  readonly bytes: number;
  /** Of these, what is loaded at the start. */
  readonly startBytes: number;
}

/** Measures a bundle and its package. */
export const sizeReport = (bundle: Bundle, files: ReadonlyMap<string, Uint8Array>, packed: Uint8Array): SizeReport => {
  const { outputs } = bundle.metafile;
  const find = packageFinder(bundle.directory);
  const started = startOutputs(bundle.metafile);
  const totals = new Map<string, { bytes: number; startBytes: number }>();
  for (const [path, output] of Object.entries(outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = find(input)?.name ?? "(other)";
      const total = totals.get(name) ?? { bytes: 0, startBytes: 0 };
      total.bytes += bytesInOutput;
      if (started.has(path)) total.startBytes += bytesInOutput;
      totals.set(name, total);
    }
  }
  return {
    packageBytes: packed.byteLength,
    uncompressedBytes: sum([...files.values()].map((content) => content.byteLength)),
    startBytes: sum([...started].map((path) => outputs[path]?.bytes ?? 0)),
    contributors: [...totals].map(([name, total]) => ({ name, ...total })).sort((a, b) => b.bytes - a.bytes),
    parts: partsOf(packed),
  };
};

const partsOf = (packed: Uint8Array): readonly Part[] => {
  const totals = new Map<string, { bytes: number; packedBytes: number }>();
  const filter: UnzipFileFilter = ({ name: path, size, originalSize }) => {
    const name = partName(path);
    const total = totals.get(name) ?? { bytes: 0, packedBytes: 0 };
    totals.set(name, { bytes: total.bytes + originalSize, packedBytes: total.packedBytes + size });
    return false;
  };
  unzipSync(packed, { filter });
  return [...totals].map(([name, total]) => ({ name, ...total })).sort((a, b) => b.packedBytes - a.packedBytes);
};

/** `app/assets/<package>` for what a package reads; the first folder, or the file, for all else. */
const partName = (path: string): string =>
  /^app\/assets\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path.split("/")[0] ?? path;

/** The entry and what it imports at once, directly or not. */
const startOutputs = ({ outputs }: Metafile): ReadonlySet<string> => {
  const started = new Set<string>();
  const visit = (path: string): void => {
    const output = outputs[path];
    if (output === undefined || started.has(path)) return;
    started.add(path);
    for (const imported of output.imports) {
      if (imported.kind === "import-statement" && imported.external !== true) visit(imported.path);
    }
  };
  visit("app/main.mjs");
  return started;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
