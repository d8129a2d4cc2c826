import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { LocalizedText } from "../manifest/localize.ts";
import type { Handler } from "./handler.ts";
import { type HookCall, hookCall } from "./hook-call.ts";
import { findTool } from "./plugin-tools.ts";

/** One thing to choose for a parameter. */
export interface ParameterOption {
  readonly value: string;
  /** What a person sees. Default: the value. */
  readonly label?: LocalizedText;
}

/**
 * Lists what can be chosen for a parameter, with the provider's credentials. Dify tells no other field of the node, so
 * that a list cannot depend on one. `tool` is the name of our tool.
 */
export type ParameterOptionsHook = (
  request: { readonly tool: string; readonly parameter: string },
  call: HookCall,
) => ResultAsync<readonly ParameterOption[], ToolError>;

/** Choices of one list, at most: Dify shows them in one menu. */
const maxOptions = 1000;

/** Answers with what a person can choose for a parameter of the type `dynamic-select`. */
export const fetchParameterOptions: Handler = async (data, session, served) => {
  const parameter = String(data["parameter"]);
  const { parameterOptions: hooks = {}, name } = served.plugin;
  const tool = findTool(served.plugin, data["provider_action"]);
  const hook = Object.hasOwn(hooks, parameter) ? hooks[parameter] : undefined;
  if (tool === undefined || hook === undefined) {
    const what = `${JSON.stringify(data["provider_action"])}, parameter ${JSON.stringify(parameter)}`;
    throw new ToolFailure(toolError("not_found", `The plugin ${name} has no list of choices for the tool ${what}.`));
  }
  const listed = await hook({ tool: tool.name, parameter }, hookCall(data, session, served));
  if (listed.isErr()) throw new ToolFailure(listed.error);
  const options = listed.value
    .filter(({ value }) => value !== "")
    .slice(0, maxOptions)
    .map(({ value, label }) => ({ value, label: { ...(label ?? { en_US: value }) } }));
  await session.stream({ options });
};
