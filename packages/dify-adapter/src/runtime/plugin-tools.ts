import type { Tool } from "@tsunagu/core";
import type { OAuthHooks } from "./oauth.ts";
import type { ParameterOptionsHook } from "./parameter-options.ts";
import type { RuntimeParametersHook } from "./runtime-parameters.ts";

/** What the running process needs of a plugin: its tools, and no text for people. */
export interface PluginTools {
  /** The plugin's and the provider's name, such as `my_aws_tools`. */
  readonly name: string;
  readonly tools: readonly Tool[];
  /** Tool names that an earlier plugin used and flows still hold, each with the name of our tool. */
  readonly names?: Readonly<Record<string, string>>;
  /** What a person can choose for a parameter, by the parameter's name, the same for every tool that has it. */
  readonly parameterOptions?: Readonly<Record<string, ParameterOptionsHook>>;
  /** Further parameters of a tool that only its connection tells, by the name of our tool. */
  readonly runtimeParameters?: Readonly<Record<string, RuntimeParametersHook>>;
  /** How a person connects by signing in. */
  readonly oauth?: OAuthHooks;
}

/** The name that a tool has inside Dify: the earlier plugin's, where there is one. */
export const difyToolName = (plugin: PluginTools, tool: Tool): string =>
  Object.entries(plugin.names ?? {}).find(([, ours]) => ours === tool.name)?.[0] ?? tool.name;

/** The tool that Dify means by a name. */
export const findTool = (plugin: PluginTools, requested: unknown): Tool | undefined => {
  const name = String(requested);
  const ours = plugin.names !== undefined && Object.hasOwn(plugin.names, name) ? plugin.names[name] : name;
  return plugin.tools.find((candidate) => candidate.name === ours);
};
