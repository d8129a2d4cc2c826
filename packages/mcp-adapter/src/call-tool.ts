import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  isSpecType,
  type ServerContext,
  TRACEPARENT_META_KEY,
} from "@modelcontextprotocol/server";
import { isObject, type Tool, type Toolkit } from "@tsunagu/core";
import type { Approvals } from "./approval.ts";
import { createFileSink } from "./files/file-sink.ts";
import type { McpOptions } from "./options.ts";
import { createProgressNotifier } from "./progress.ts";
import { answerResult, errorResult } from "./result.ts";

/** One `tools/call` request and all that it needs. */
export interface ToolCall {
  readonly toolkit: Toolkit;
  readonly tool: Tool;
  readonly input: unknown;
  readonly options: McpOptions;
  readonly approvals: Approvals;
  readonly context: ServerContext;
  /** What the client of a 2025-era connection said that it can do. */
  readonly client: ClientCapabilities | undefined;
}

/** Runs a tool for a client. Answers with its result, its error, or the question whether a person approves it. */
export const callTool = async (call: ToolCall): Promise<CallToolResult | InputRequiredResult> => {
  const { toolkit, tool, input, options, approvals, context } = call;
  const { mcpReq: request } = context;
  const files = createFileSink(options);
  const progress = createProgressNotifier(context);
  const approval = canAsk(call) ? approvals.ofCall(tool.name, input, context) : undefined;
  const traceparent = request._meta?.[TRACEPARENT_META_KEY];
  const answer = await toolkit.run(tool.name, input, {
    signal: AbortSignal.any([request.signal, ...(context.http?.req === undefined ? [] : [context.http.req.signal])]),
    onFile: files.sink,
    onProgress: progress.notify,
    approve: approval?.approve,
    traceparent: typeof traceparent === "string" ? traceparent : undefined,
  });
  await progress.sent();
  const question = await approval?.question();
  if (question !== undefined) return question;
  return answer.match((value) => answerResult(value, files), errorResult);
};

/** Whether this client can put a question to a person, and the policy leaves it to the client. */
const canAsk = ({ toolkit, context, client }: ToolCall): boolean => {
  if (toolkit.policy.approve !== undefined) return false;
  const envelope: Readonly<Record<string, unknown>> = context.mcpReq.envelope ?? {};
  const claimed = envelope[CLIENT_CAPABILITIES_META_KEY];
  const { elicitation } = (isSpecType.ClientCapabilities(claimed) ? claimed : client) ?? {};
  return isObject(elicitation) && (elicitation["form"] !== undefined || elicitation["url"] === undefined);
};
