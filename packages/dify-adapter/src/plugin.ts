import type { ConnectionField } from "@tsunagu/core";
import { groupTools, type ToolGroup } from "./manifest/groups.ts";
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
  /** How the tools are ordered for people: in the plugin's list of tools, and under headings in the readme. */
  readonly groups?: readonly ToolGroup[];
  /** Inputs that a person sets in a tool's form, in place of a flow or a model: by our tool's name, the fields. */
  readonly formInputs?: Readonly<Record<string, readonly string[]>>;
  /** What the plugin asks Dify for while it runs, which its workspace has to allow. */
  readonly uses?: { readonly storageBytes?: number; readonly tools?: boolean };
  /** What connecting by signing in needs: what an administrator enters once, and what comes of each sign-in. */
  readonly oauthFields?: {
    readonly client: readonly ConnectionField[];
    readonly credentials: readonly ConnectionField[];
  };
  /** Texts in other languages than the definitions' own. */
  readonly catalogs: Catalogs;
  /** What happens to whose data: the text of `PRIVACY.md`. */
  readonly privacy: string;
  /** The readme by language, Markdown. The line `<!-- tools -->` is replaced by the list of tools. */
  readonly readme: LocalizedText;
}

/** Defines a plugin. Throws a TypeError for a name that leads to no tool, and for a tool that is in none of the groups. */
export const definePlugin = (plugin: DifyPlugin): DifyPlugin => {
  const ours = new Set(plugin.tools.map((tool) => tool.name));
  const named = [...Object.values(plugin.names ?? {}), ...Object.keys(plugin.formInputs ?? {})];
  const unknown = named.find((name) => !ours.has(name));
  if (unknown !== undefined)
    throw new TypeError(`The plugin ${plugin.name} names the tool ${unknown}, which it does not have.`);
  if (plugin.groups === undefined) return plugin;
  return { ...plugin, tools: groupTools(plugin.tools, plugin.groups).flatMap((group) => group.tools) };
};
