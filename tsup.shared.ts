import type { Options } from "tsup";

/** The build that every library package shares: ESM only, declarations, source maps, one chunk per lazy import. */
export const library = (entry: Record<string, string>): Options => ({
  entry,
  format: "esm",
  target: "node22",
  platform: "node",
  dts: true,
  sourcemap: true,
  clean: true,
  splitting: true,
  treeshake: true,
  skipNodeModulesBundle: true,
  /* One character outside Latin-1 makes V8 keep the whole file at two bytes a character. */
  esbuildOptions: (options) => {
    options.charset = "ascii";
  },
});
