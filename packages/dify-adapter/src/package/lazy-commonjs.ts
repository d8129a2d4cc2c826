import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";

const namespace = "lazy-commonjs";

/**
 * Lets `await import("package")` of a CommonJS package have its named exports, as it has in Node. A bundle that is split
 * into chunks has only the default export otherwise. The names are those that Node finds.
 */
export const lazyCommonJs: Plugin = {
  name: namespace,
  setup: (build) => {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== "dynamic-import" || pluginData === namespace) return undefined;
      const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: namespace });
      if (found.errors.length > 0) return undefined; // an optional package that is not there: esbuild leaves the import
      if (found.external || !(await isCommonJs(found.path))) return found;
      return { path: found.path, namespace };
    });
    build.onLoad({ filter: /./, namespace }, async ({ path }) => {
      const names = Object.keys((await import(pathToFileURL(path).href)) as object);
      const named = names.filter((name) => name !== "default" && /^[A-Za-z_$][\w$]*$/.test(name));
      const contents = `import whole from ${JSON.stringify(path)};
export default whole;
export const { ${named.join(", ")} } = whole;`;
      return { contents, resolveDir: dirname(path) };
    });
  },
};

const isCommonJs = async (path: string): Promise<boolean> =>
  !/^\s*(import|export)\b/m.test(await readFile(path, "utf8"));
