import type { DifyPlugin } from "../plugin.ts";
import { difyToolName } from "../runtime/plugin-tools.ts";
import { locales } from "./localize.ts";
import { mainPy } from "./main-py.ts";
import { manifestYaml } from "./manifest-yaml.ts";
import { providerYaml } from "./provider-yaml.ts";
import { readmeWithTools } from "./readme.ts";
import { pyprojectText, requirementsText } from "./requirements.ts";
import { toolYaml } from "./tool-yaml.ts";
import { writeYaml } from "./write-yaml.ts";

/** The files of a plugin by their path inside the package. */
export type PluginFiles = ReadonlyMap<string, string | Uint8Array>;

/** Every file of a plugin but the program itself. Pure: the same plugin gives the same bytes. */
export const pluginFiles = (plugin: DifyPlugin): PluginFiles => {
  const files = new Map<string, string>([
    ["manifest.yaml", writeYaml(manifestYaml(plugin))],
    [`provider/${plugin.name}.yaml`, writeYaml(providerYaml(plugin))],
    ["_assets/icon.svg", plugin.identity.icon],
    ["main.py", mainPy],
    ["requirements.txt", requirementsText],
    ["pyproject.toml", pyprojectText(plugin)],
    ["README.md", readmeWithTools(plugin, plugin.readme.en_US, "en_US")],
    ["PRIVACY.md", plugin.privacy],
  ]);
  for (const tool of plugin.tools)
    files.set(`tools/${difyToolName(plugin, tool)}.yaml`, writeYaml(toolYaml(plugin, tool)));
  for (const locale of locales) {
    const readme = plugin.readme[locale];
    if (readme !== undefined) files.set(`readme/README_${locale}.md`, readmeWithTools(plugin, readme, locale));
  }
  return files;
};
