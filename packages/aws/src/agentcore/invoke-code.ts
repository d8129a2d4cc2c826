import type {
  CodeInterpreterResult,
  CodeInterpreterStreamOutput,
  ContentBlock,
  ToolArguments,
  ToolName,
  ToolResultStructuredContent,
} from "@aws-sdk/client-bedrock-agentcore";
import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import type { CodeSession } from "./code-session.ts";
import { agentcoreOnce } from "./service.ts";

/** What a tool of the code interpreter answered, its events joined. */
export interface CodeAnswer {
  /** Text blocks, and the text of what was read, up to a million characters. */
  readonly text: string;
  readonly truncated: boolean;
  readonly stdout: string | null;
  readonly stderr: string | null;
  readonly exit_code: number | null;
  /** Milliseconds. */
  readonly execution_time: number | null;
  /** Whether the service or the exit code says that it failed. */
  readonly is_error: boolean;
  /** The background command that it is about. */
  readonly task: { readonly id: string; readonly status: string | null } | null;
  readonly blocks: readonly ContentBlock[];
}

const mostCharacters = 1_000_000;
const mostBytes = 128 * 1024 ** 2;

/**
 * Runs one tool of a code interpreter, once, and reads its stream to the end. An exception in the stream is an error; code
 * that fails is an answer with `is_error`.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, InvokeCodeInterpreter
 */
export const invokeCode = (
  call: AwsCall,
  session: CodeSession,
  name: ToolName,
  toolArguments: ToolArguments,
): ResultAsync<CodeAnswer, ToolError> =>
  agentcoreOnce.use(call, `InvokeCodeInterpreter (${name})`, async (client, sdk) => {
    const command = new sdk.InvokeCodeInterpreterCommand({
      codeInterpreterIdentifier: session.code_interpreter_id,
      sessionId: session.session_id,
      name,
      arguments: toolArguments,
    });
    const { stream } = await client.send(command, { abortSignal: call.signal });
    return join(await resultsOf(stream, call.signal));
  });

const resultsOf = async (
  stream: AsyncIterable<CodeInterpreterStreamOutput> | undefined,
  signal: AbortSignal,
): Promise<readonly CodeInterpreterResult[]> => {
  const results: CodeInterpreterResult[] = [];
  let bytes = 0;
  for await (const { result } of stream ?? []) {
    signal.throwIfAborted();
    if (result === undefined) continue;
    bytes += sizeOf(result.content ?? []);
    if (bytes > mostBytes) throw new ToolFailure(tooLarge);
    results.push(result);
  }
  if (results.length === 0) {
    throw new ToolFailure(toolError("upstream", "The code interpreter's stream ended without a result."));
  }
  return results;
};

const tooLarge = toolError("too_large", `The code interpreter answers with more than ${mostBytes} bytes.`, {
  hint: "Write less to the output, and large results to files that are read one by one.",
});

const sizeOf = (blocks: readonly ContentBlock[]): number =>
  blocks.reduce(
    (sum, { text, data, resource }) =>
      sum +
      (text?.length ?? 0) +
      (data?.byteLength ?? 0) +
      (resource?.text?.length ?? 0) +
      (resource?.blob?.byteLength ?? 0),
    0,
  );

const join = (results: readonly CodeInterpreterResult[]): CodeAnswer => {
  const blocks = results.flatMap(({ content }) => content ?? []);
  const structured = results.flatMap(({ structuredContent }) => structuredContent ?? []);
  const text = blocks.flatMap(textOf).join("\n");
  const exitCode = structured.findLast((each) => each.exitCode !== undefined)?.exitCode ?? null;
  return {
    text: text.slice(0, mostCharacters),
    truncated: text.length > mostCharacters,
    stdout: joined(structured.map(({ stdout }) => stdout)),
    stderr: joined(structured.map(({ stderr }) => stderr)),
    exit_code: exitCode,
    execution_time: structured.findLast((each) => each.executionTime !== undefined)?.executionTime ?? null,
    task: taskOf(structured),
    is_error: results.some(({ isError }) => isError === true) || (exitCode ?? 0) !== 0,
    blocks,
  };
};

const taskOf = (structured: readonly ToolResultStructuredContent[]): CodeAnswer["task"] => {
  const { taskId, taskStatus } = structured.findLast((each) => each.taskId !== undefined) ?? {};
  return taskId === undefined ? null : { id: taskId, status: taskStatus ?? null };
};

const textOf = ({ type, text, resource, name, uri }: ContentBlock): readonly string[] => {
  if (type === "resource_link") return [[name, uri].filter((part) => part !== undefined).join(" ")];
  const found = text ?? resource?.text;
  return found === undefined ? [] : [found];
};

const joined = (parts: readonly (string | undefined)[]): string | null => {
  const present = parts.filter((part) => part !== undefined);
  return present.length === 0 ? null : present.join("").slice(0, mostCharacters);
};
