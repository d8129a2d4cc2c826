import type { Tool } from "@tsunagu/core";

/** What the running process needs of a plugin: its tools, and no text for people. */
export interface PluginTools {
  /** The plugin's and the provider's name, such as `my_aws_tools`. */
  readonly name: string;
  readonly tools: readonly Tool[];
  /** Tool names that an earlier plugin used and flows still hold, each with the name of our tool. */
  readonly names?: Readonly<Record<string, string>>;
}

/** The name that a tool has inside Dify: the earlier plugin's, where there is one. */
export const difyToolName = (plugin: PluginTools, tool: Tool): string =>
  Object.entries(plugin.names ?? {}).find(([, ours]) => ours === tool.name)?.[0] ?? tool.name;
