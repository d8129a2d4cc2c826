import { isObject, type JsonObject, type ToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";

/** A tool of the workspace that a call uses. */
export interface BackwardsTool {
  readonly type: "builtin" | "workflow" | "api" | "mcp";
  /** As in a flow: `author/plugin/provider` for a plugin's. */
  readonly provider: string;
  readonly tool: string;
  readonly parameters: JsonObject;
  /** Which of the provider's credentials to use. Default: the workspace's default. */
  readonly credentialId?: string;
}

/** A message of that tool, as Dify passes it on: `text`, `json`, `link`, `file` and more. */
export interface BackwardsToolMessage {
  readonly type: string;
  readonly message: JsonObject;
  readonly meta: JsonObject | null;
}

type Ask = (request: JsonObject) => ResultAsync<readonly JsonObject[], ToolError>;

export const invokeDifyTool = (
  ask: Ask,
  { type, provider, tool, parameters, credentialId }: BackwardsTool,
): ResultAsync<readonly BackwardsToolMessage[], ToolError> =>
  ask({
    tool_type: type,
    provider,
    tool,
    tool_parameters: parameters,
    ...(credentialId === undefined ? {} : { credential_id: credentialId }),
  }).map((answers) => answers.map(toMessage));

const toMessage = ({ type, message, meta }: JsonObject): BackwardsToolMessage => ({
  type: String(type),
  message: isObject(message) ? (message as JsonObject) : {},
  meta: isObject(meta) ? (meta as JsonObject) : null,
});
