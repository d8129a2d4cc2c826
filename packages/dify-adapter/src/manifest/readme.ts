import type { DifyPlugin } from "../plugin.ts";
import { difyToolName } from "../runtime/plugin-tools.ts";
import { type Locale, localize } from "./localize.ts";

/** Where a readme lists the tools. */
const marker = "<!-- tools -->";

/** A readme with the list of the plugin's tools, in the readme's language, where it has the marker `<!-- tools -->`. */
export const readmeWithTools = (plugin: DifyPlugin, text: string, locale: Locale | "en_US"): string => {
  const rows = plugin.tools.map((tool) => {
    const title = localize(tool.title, plugin.catalogs, (catalog) => catalog.tools?.[tool.name]?.title);
    return `- \`${difyToolName(plugin, tool)}\`: ${title[locale] ?? title.en_US}`;
  });
  return text.replace(marker, () => rows.join("\n"));
};
