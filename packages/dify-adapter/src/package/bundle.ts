import { dirname, relative } from "node:path";
import { build, type Metafile } from "esbuild";
import { lazyCommonJs } from "./lazy-commonjs.ts";
import { packageAssets } from "./package-assets.ts";

export interface BundleOptions {
  /** The file that calls `serveStdio`. */
  readonly entry: string;
  /** Export conditions to prefer. Default: this library's sources for a TypeScript entry, what is built otherwise. */
  readonly conditions?: readonly string[] | undefined;
  /** Packages to leave out, such as optional peers. */
  readonly external?: readonly string[] | undefined;
}

export interface Bundle {
  /** Programs by path inside the package, `app/main.mjs` and its chunks, and under `app/assets` what packages read. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly metafile: Metafile;
  /** What the paths in the metafile are relative to. */
  readonly directory: string;
}

/** CommonJS packages call `require` for Node's own modules, and ask where they are. */
const banner =
  'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url),__programDirectory=import.meta.dirname;';

/**
 * Bundles a plugin's program: ES modules, minified, one chunk for each lazy import, so that nothing is loaded before a
 * tool needs it. Packages that ship ES modules are taken in that form, which leaves out what is unused.
 */
export const bundleProgram = async ({ entry, conditions, external = [] }: BundleOptions): Promise<Bundle> => {
  const directory = dirname(entry);
  const assets = packageAssets(directory, "__programDirectory");
  const preferred = conditions ?? (entry.endsWith(".ts") ? ["@tsunagu/source"] : []);
  const { outputFiles, metafile } = await build({
    entryPoints: { main: entry },
    absWorkingDir: directory,
    outdir: "app",
    outExtension: { ".js": ".mjs" },
    chunkNames: "[name]-[hash]",
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    splitting: true,
    // names stay: errors name the operation that failed by its class
    minifyWhitespace: true,
    minifySyntax: true,
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    conditions: [...preferred, "module"],
    external: [...external],
    legalComments: "none",
    banner: { js: banner },
    plugins: [lazyCommonJs, assets.plugin],
    logLevel: "silent",
  });
  const files = outputFiles.map((file): [string, Uint8Array] => [
    relative(directory, file.path).replaceAll("\\", "/"),
    file.contents,
  ]);
  return { files: new Map([...files, ...assets.files]), metafile, directory };
};
