import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { codeInterpreterId, codeSessionId } from "./code-schema.ts";
import { taskId, taskOf, taskStatus } from "./code-task.ts";
import { invokeCode } from "./invoke-code.ts";

const mostCharacters = 1_000_000;

/**
 * Starts a shell command in a code session and does not wait for it.
 * Its effect is `destroy`: a command can delete the session's files, and reach what the interpreter's role and network allow.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, InvokeCodeInterpreter (startCommandExecution)
 */
export const agentcoreStartCodeTask = awsTool({
  name: "agentcore_start_code_task",
  title: "Start a background command in a code session",
  description:
    "Starts a shell command in an AgentCore code session and returns its task_id at once, for work that takes longer than a call. " +
    "Look at it with agentcore_get_code_task, end it with agentcore_stop_code_task. It ends with its session at the latest. " +
    "To wait for a command, use agentcore_code_interpreter.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  permissions: ["bedrock-agentcore:InvokeCodeInterpreter"],

  input: () =>
    z.strictObject({
      session_id: codeSessionId(),
      code_interpreter_id: codeInterpreterId(),
      command: z.string().min(1).max(mostCharacters).describe("The shell command."),
    }),
  output: () => z.object({ session_id: z.string(), task_id: taskId(), status: taskStatus() }),

  plan: ({ command, session_id }) =>
    `Starts a shell command of ${command.length} characters in the code session ${session_id}: ${oneLine(command)}.`,

  execute: (input, call) =>
    invokeCode(call, input, "startCommandExecution", { command: input.command })
      .andThen((answer) => taskOf(answer, { status: "submitted" }, "upstream"))
      .map((task) => ({ session_id: input.session_id, ...task })),
});

const oneLine = (command: string): string => command.replace(/\s+/g, " ").trim().slice(0, 200);
