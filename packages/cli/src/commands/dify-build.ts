import { fileURLToPath } from "node:url";
import { ToolFailure, toolError } from "@tsunagu/core";
import { buildPackage } from "@tsunagu/dify-adapter/package";
import { note, print } from "../output/print.ts";

/** The plugins that are shipped: what each says of itself, and the program that runs it. */
const shipped = {
  my_aws_tools: async () => ({
    plugin: (await import("@tsunagu/dify-my-aws-tools")).plugin,
    entry: import.meta.resolve("@tsunagu/dify-my-aws-tools/main"),
  }),
  kintone_integration: async () => ({
    plugin: (await import("@tsunagu/dify-kintone-integration")).plugin,
    entry: import.meta.resolve("@tsunagu/dify-kintone-integration/main"),
  }),
};

type PluginName = keyof typeof shipped;

/** Builds Dify packages and prints their paths; identifiers and sizes go to standard error. */
export const difyBuild = async (names: readonly string[], options: { readonly out: string }): Promise<void> => {
  const unknown = names.find((name) => !Object.hasOwn(shipped, name));
  if (unknown !== undefined) {
    const hint = `Plugins: ${Object.keys(shipped).join(", ")}.`;
    throw new ToolFailure(toolError("invalid_input", `There is no plugin named ${JSON.stringify(unknown)}.`, { hint }));
  }
  for (const name of (names.length === 0 ? Object.keys(shipped) : [...new Set(names)]) as PluginName[]) {
    const { plugin, entry } = await shipped[name]();
    const { path, identifier, report } = await buildPackage(plugin, {
      entry: fileURLToPath(entry),
      outDir: options.out,
    });
    print(path);
    note(`${identifier}: ${megabytes(report.packageBytes)}, ${megabytes(report.uncompressedBytes)} unpacked`);
  }
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
