import { fileURLToPath } from "node:url";
import { ToolFailure, toolError } from "@tsunagu/core";
import { buildPackage, type SizeReport } from "@tsunagu/dify-adapter/package";
import { note, print } from "../output/print.ts";
import { table } from "../output/table.ts";

/** The plugins that are shipped: what each says of itself, and the program that runs it. */
export const shipped = {
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

type ShippedPlugin = Awaited<ReturnType<(typeof shipped)[PluginName]>>;

/** A shipped plugin by its name. Throws a ToolFailure, `invalid_input`, that names the ones there are. */
export const shippedPlugin = async (name: string): Promise<ShippedPlugin> => {
  if (Object.hasOwn(shipped, name)) return shipped[name as PluginName]();
  const hint = `Plugins: ${Object.keys(shipped).join(", ")}.`;
  throw new ToolFailure(toolError("invalid_input", `There is no plugin named ${JSON.stringify(name)}.`, { hint }));
};

/** Builds Dify packages and prints their paths; identifiers and sizes go to standard error. */
export const difyBuild = async (
  names: readonly string[],
  options: { readonly out: string; readonly report?: boolean | undefined },
): Promise<void> => {
  const chosen = await Promise.all([...new Set(names.length === 0 ? Object.keys(shipped) : names)].map(shippedPlugin));
  for (const { plugin, entry } of chosen) {
    const { path, identifier, report } = await buildPackage(plugin, {
      entry: fileURLToPath(entry),
      outDir: options.out,
    });
    print(path);
    note(`${identifier}: ${megabytes(report.packageBytes)}, ${megabytes(report.uncompressedBytes)} unpacked`);
    if (options.report) note(sizeTables(report));
  }
};

const listed = 15;

/** What makes up a package's size: its parts, and the npm packages in the program. */
const sizeTables = ({ parts, contributors }: SizeReport): string => {
  const kilobytes = (bytes: number): string => `${(bytes / 1e3).toFixed(0)} kB`.padStart(10);
  const partRows = parts
    .slice(0, listed)
    .map(({ name, bytes, packedBytes }) => [name, kilobytes(bytes), kilobytes(packedBytes)]);
  const packageRows = contributors
    .slice(0, listed)
    .map(({ name, bytes, startBytes }) => [name, kilobytes(bytes), kilobytes(startBytes)]);
  const partTable = table([["part", "  unpacked", "    packed"], ...partRows], "  ");
  return `${partTable}\n\n${table([["npm package", "   program", "  at start"], ...packageRows], "  ")}`;
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
