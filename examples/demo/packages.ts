import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DifyPlugin } from "@tsunagu/dify-adapter";
import { buildPackage } from "@tsunagu/dify-adapter/package";
import { plugin as kintoneIntegration } from "@tsunagu/dify-kintone-integration";
import { plugin as myAwsTools } from "@tsunagu/dify-my-aws-tools";

/** Builds both shipped plugins into a directory. */
export const buildPackages = async (outDir: string) => {
  const build = async (plugin: DifyPlugin, program: string) => {
    const { path } = await buildPackage(plugin, { entry: fileURLToPath(program), outDir });
    return { path, bytes: statSync(path).size };
  };
  return {
    my_aws_tools: await build(myAwsTools, import.meta.resolve("@tsunagu/dify-my-aws-tools/main")),
    kintone_integration: await build(kintoneIntegration, import.meta.resolve("@tsunagu/dify-kintone-integration/main")),
  };
};
