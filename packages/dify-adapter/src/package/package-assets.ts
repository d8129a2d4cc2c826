import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { Plugin } from "esbuild";
import { blockedFolders } from "../check/package-rules.ts";
import { packageFinder } from "./find-packages.ts";

/** What the assets plugin copies: each file by its path in the package, such as `app/assets/jieba-wasm/words.wasm`. */
export interface PackageAssets {
  readonly plugin: Plugin;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A module that reads a file beside itself: `join(__dirname, "words.wasm")`. */
const besideItself = /\bjoin\(__dirname,\s*(["'])([^"']+)\1\)/g;
const declaresItself = /\b(?:const|let|var)\s+__dirname\b/;

/**
 * Copies the files that CommonJS packages read from beside their modules, and tells those modules where they are now. A
 * path that leads to the package's own folder stands for the JSON files in it, `package.json` among them. `directoryVariable` holds the program's folder.
 */
export const packageAssets = (directory: string, directoryVariable: string): PackageAssets => {
  const files = new Map<string, Uint8Array>();
  const find = packageFinder(directory);
  const plugin: Plugin = {
    name: "package-assets",
    setup: (build) => {
      build.onLoad({ filter: /[\\/]node_modules[\\/].*\.c?js$/ }, ({ path }) => {
        const source = readFileSync(path, "utf8");
        if (!source.includes("__dirname") || declaresItself.test(source)) return undefined;
        const owner = find(path);
        if (owner === undefined) return undefined;
        const place = (file: string): string =>
          ["assets", owner.name, ...relative(owner.directory, file).split(sep).map(allowed)].filter(Boolean).join("/");
        const found = [...source.matchAll(besideItself)].map(([, , name = ""]) => join(dirname(path), name));
        const wanted = found.flatMap((file) => (file === owner.directory ? jsonFiles(file) : [file])).filter(isFile);
        if (wanted.length === 0) return undefined;
        for (const file of wanted) files.set(`app/${place(file)}`, readFileSync(file));
        const here = JSON.stringify(`/${place(dirname(path))}`);
        return { contents: `var __dirname = ${directoryVariable} + ${here};\n${source}`, loader: "js" };
      });
    },
  };
  return { plugin, files };
};

/** A folder's name, changed where Dify's packer would leave the folder out. */
const allowed = (name: string): string => (blockedFolders.has(name) ? `${name}_` : name);

const jsonFiles = (directory: string): readonly string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(directory, name));

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
