import type { Tool } from "@tsunagu/core";
import type { DifyPlugin } from "../plugin.ts";
import { difyToolName } from "../runtime/plugin-tools.ts";
import { groupTools } from "./groups.ts";
import { type Locale, localize } from "./localize.ts";

/** Where a readme lists the tools. */
const marker = "<!-- tools -->";

/** A readme with the list of the plugin's tools, in the readme's language and by its groups, where it has the marker `<!-- tools -->`. */
export const readmeWithTools = (plugin: DifyPlugin, text: string, locale: Locale | "en_US"): string => {
  const list = (tools: readonly Tool[]): string =>
    tools
      .map((tool) => {
        const title = localize(tool.title, plugin.catalogs, (catalog) => catalog.tools?.[tool.name]?.title);
        return `- \`${difyToolName(plugin, tool)}\`: ${title[locale] ?? title.en_US}`;
      })
      .join("\n");
  const sections = plugin.groups && groupTools(plugin.tools, plugin.groups);
  const lists = sections?.map(({ label, tools }) => `### ${label[locale] ?? label.en_US}\n\n${list(tools)}`);
  return text.replace(marker, () => lists?.join("\n\n") ?? list(plugin.tools));
};
