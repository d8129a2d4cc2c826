import { type JsonObject, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { okAsync, type ResultAsync } from "neverthrow";
import type { Handler } from "./handler.ts";
import { type HookCall, hookCall } from "./hook-call.ts";
import { findTool } from "./plugin-tools.ts";

/** A parameter as a tool's YAML describes one. */
export interface RuntimeParameter extends JsonObject {
  readonly name: string;
  readonly type: string;
  readonly form: "schema" | "form" | "llm";
}

/** Tells the parameters that a tool has with the given credentials, beside those of its YAML. */
export type RuntimeParametersHook = (call: HookCall) => ResultAsync<readonly RuntimeParameter[], ToolError>;

/** Answers with the parameters that only the connection tells; none for a tool without such. */
export const getRuntimeParameters: Handler = async (data, session, served) => {
  const tool = findTool(served.plugin, data["tool"]);
  if (tool === undefined)
    throw new ToolFailure(toolError("not_found", `There is no tool named ${JSON.stringify(data["tool"])}.`));
  const hook = served.plugin.runtimeParameters?.[tool.name] ?? (() => okAsync([]));
  const parameters = await hook(hookCall(data, session, served));
  if (parameters.isErr()) throw new ToolFailure(parameters.error);
  await session.stream({ parameters: [...parameters.value] });
};
