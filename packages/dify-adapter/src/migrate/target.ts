import type { JsonObject } from "@tsunagu/core";
import { toolYaml } from "../manifest/tool-yaml.ts";
import type { DifyPlugin } from "../plugin.ts";
import { difyToolName } from "../runtime/plugin-tools.ts";

/** Where references to other plugins lead after a migration. */
export interface MigrationTarget {
  /** Ids of the plugins that it takes the place of, such as `langgenius/aws_tools`. */
  readonly replaces: readonly string[];
  /** `author/name`. */
  readonly pluginId: string;
  /** `author/name/provider`, which is what tool references hold. */
  readonly provider: string;
  /** `author/name:version@checksum` of the package that has to be installed. */
  readonly identifier: string;
  /** By tool and parameter: whether a flow or a model fills it, or a person in the tool's form. */
  readonly tools: ReadonlyMap<string, ReadonlyMap<string, "llm" | "form">>;
}

/** Describes a plugin as the target of a migration. `identifier` is that of its built package. */
export const migrationTarget = (
  plugin: DifyPlugin,
  options: { readonly identifier: string; readonly replaces: readonly string[] },
): MigrationTarget => {
  const pluginId = `${plugin.identity.author}/${plugin.name}`;
  const forms = (parameters: readonly JsonObject[]) =>
    new Map(parameters.map(({ name, form }) => [String(name), form === "llm" ? "llm" : "form"] as const));
  return {
    ...options,
    pluginId,
    provider: `${pluginId}/${plugin.name}`,
    tools: new Map(
      plugin.tools.map((tool) => [
        difyToolName(plugin, tool),
        forms(toolYaml(plugin, tool)["parameters"] as unknown as readonly JsonObject[]),
      ]),
    ),
  };
};
