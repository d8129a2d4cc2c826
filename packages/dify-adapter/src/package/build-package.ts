import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkPlugin } from "../check/check-plugin.ts";
import { pluginFiles } from "../manifest/plugin-files.ts";
import type { DifyPlugin } from "../plugin.ts";
import { type BundleOptions, bundleProgram } from "./bundle.ts";
import { packageChecksum } from "./checksum.ts";
import { licenseNotices } from "./notices.ts";
import { type SizeReport, sizeReport } from "./size-report.ts";
import { zipFiles } from "./zip.ts";

export interface PackageOptions extends BundleOptions {
  /** The directory that the package is written to. It is made if need be. */
  readonly outDir: string;
}

/** A package that was written. */
export interface BuiltPackage {
  readonly path: string;
  /** Its unique identifier inside Dify: `author/name:version@checksum`. */
  readonly identifier: string;
  readonly checksum: string;
  /** Its files by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly report: SizeReport;
}

/**
 * Builds a plugin's `.difypkg`: declarations, program, readme, privacy and licences. The same sources give the same bytes.
 * Throws an Error that lists what is wrong with the files, such as a field of a tool, or more of them than Dify takes.
 */
export const buildPackage = async (plugin: DifyPlugin, options: PackageOptions): Promise<BuiltPackage> => {
  const declared = pluginFiles(plugin);
  const bundle = await bundleProgram(options);
  const files = new Map<string, Uint8Array>([
    ...[...declared].map(([path, content]): [string, Uint8Array] => [path, Buffer.from(content)]),
    ...bundle.files,
    ["NOTICES.txt", Buffer.from(licenseNotices(bundle))],
  ]);
  const problems = checkPlugin(files);
  if (problems.length > 0) throw new Error(`The plugin ${plugin.name} is not valid:\n${problems.join("\n")}`);
  const packed = zipFiles(files);
  const report = sizeReport(bundle, files, packed);
  const { author, version } = plugin.identity;
  const checksum = packageChecksum(files);
  const path = join(options.outDir, `${plugin.name}-${version}.difypkg`);
  await mkdir(options.outDir, { recursive: true });
  await writeFile(path, packed);
  return { path, identifier: `${author}/${plugin.name}:${version}@${checksum}`, checksum, files, report };
};
