import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DifyPlugin } from "@tsunagu/dify-adapter";
import { type BuiltPackage, buildPackage } from "@tsunagu/dify-adapter/package";
import { installFiles } from "@tsunagu/dify-adapter/testing";
import { plugin as kintoneIntegration } from "../../../plugins/kintone_integration/src/index.ts";
import { plugin as myAwsTools } from "../../../plugins/my_aws_tools/src/index.ts";

const PLUGINS = fileURLToPath(new URL("../../../plugins/", import.meta.url));
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/", import.meta.url));

/** Both plugins as they are shipped. */
export const plugins: readonly DifyPlugin[] = [myAwsTools, kintoneIntegration];

/** A plugin that was built and unpacked. */
export interface UnpackedPlugin extends AsyncDisposable {
  readonly plugin: DifyPlugin;
  readonly built: BuiltPackage;
  /** Its files as the daemon unpacks them. */
  readonly directory: string;
}

/** Builds a plugin from its sources and unpacks it into a new directory, which is removed when it is disposed of. */
export async function unpackPlugin(plugin: DifyPlugin): Promise<UnpackedPlugin> {
  await mkdir(CACHE, { recursive: true });
  const root = await mkdtemp(join(CACHE, "dify-plugin-"));
  const directory = join(root, "installed");
  const entry = join(PLUGINS, plugin.name, "src", "main.ts");
  const built = await buildPackage(plugin, { entry, outDir: join(root, "out") });
  await installFiles(built.files, directory);
  return {
    plugin,
    built,
    directory,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}
