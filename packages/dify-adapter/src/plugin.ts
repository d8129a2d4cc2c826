import type { Catalogs, LocalizedText } from "./manifest/localize.ts";
import type { PluginTools } from "./runtime/plugin-tools.ts";

/** Categories that both the daemon and Dify's own application know. */
export const pluginTags = [
  "search",
  "image",
  "videos",
  "weather",
  "finance",
  "design",
  "travel",
  "social",
  "news",
  "medical",
  "productivity",
  "education",
  "business",
  "entertainment",
  "utilities",
  "rag",
  "other",
] as const;

/** Who a plugin is, for people. */
export interface PluginIdentity {
  /** `^[a-z0-9_-]{1,64}$`. Together with the name it is what a flow refers to. */
  readonly author: string;
  readonly label: LocalizedText;
  readonly description: LocalizedText;
  /** The text of an SVG image. */
  readonly icon: string;
  readonly tags: readonly (typeof pluginTags)[number][];
  /** Three numbers, such as `1.0.0`. */
  readonly version: string;
  /** RFC 3339 with a time, such as `2026-10-01T09:00:00Z`. */
  readonly createdAt: string;
  /** Where the source is. */
  readonly repo?: string;
}

/** A Dify plugin as data: what `pluginFiles` writes down and `serveStdio` runs. */
export interface DifyPlugin extends PluginTools {
  readonly identity: PluginIdentity;
  /** Texts in other languages than the definitions' own. */
  readonly catalogs: Catalogs;
  /** What happens to whose data: the text of `PRIVACY.md`. */
  readonly privacy: string;
  /** The readme by language, Markdown. The line `<!-- tools -->` is replaced by the list of tools. */
  readonly readme: LocalizedText;
}

/** Defines a plugin. Throws a TypeError for a name map that leads to no tool. */
export const definePlugin = (plugin: DifyPlugin): DifyPlugin => {
  const ours = new Set(plugin.tools.map((tool) => tool.name));
  const unknown = Object.values(plugin.names ?? {}).find((name) => !ours.has(name));
  if (unknown !== undefined)
    throw new TypeError(`The plugin ${plugin.name} names the tool ${unknown}, which it does not have.`);
  return plugin;
};
