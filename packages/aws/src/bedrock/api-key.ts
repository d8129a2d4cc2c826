import type { Tool, ToolError } from "@tsunagu/core";
import { err, ok, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { bedrockRuntime } from "./service.ts";

/** What a Bedrock API key alone can do for a tool: models and guardrails. IAM checks a profile's use under its own action. */
const actions: ReadonlySet<string> = new Set([
  "bedrock:InvokeModel",
  "bedrock:ApplyGuardrail",
  "bedrock:GetInferenceProfile",
]);

/** Why a tool cannot be used with nothing but a Bedrock API key, if so. */
export const beyondApiKey = (tool: Tool): string | undefined => {
  const missing = tool.permissions.filter((permission) => !actions.has(permission));
  if (missing.length === 0) return undefined;
  return `it needs ${missing.join(", ")}; a Bedrock API key alone opens only models and guardrails. Give access keys, a profile or a role too.`;
};

/**
 * Whether Bedrock accepts the connection's API key, proved with the list of asynchronous jobs, which costs nothing. A key
 * that may not list them is genuine all the same, and the answer says so. Which models it may use is not asked.
 *
 * @see Amazon Bedrock Runtime API Reference, ListAsyncInvokes
 * @see Amazon Bedrock User Guide, Amazon Bedrock API keys
 */
export const apiKeyStanding = (call: AwsCall): ResultAsync<string, ToolError> =>
  bedrockRuntime(call, (sdk) => new sdk.ListAsyncInvokesCommand({ maxResults: 1 }))
    .map(() => "a Bedrock API key that Amazon Bedrock accepts; which models it may use was not asked")
    .orElse((error) =>
      unauthorized.test(error.message)
        ? ok("a Bedrock API key that Amazon Bedrock knows; whether it may use a model could not be asked")
        : err(error),
    );

/** What Bedrock says to a known identity that lacks the permission. A wrong key is told that authentication failed. */
const unauthorized = /is not authorized to perform: bedrock:ListAsyncInvokes/;
