import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { codeInterpreterId, codeSessionId } from "./code-schema.ts";
import { taskId, taskOf, taskStatus } from "./code-task.ts";
import { invokeCode } from "./invoke-code.ts";

/**
 * Looks at a background command of a code session. One that failed is an answer with its status and exit code.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, InvokeCodeInterpreter (getTask)
 */
export const agentcoreGetCodeTask = awsTool({
  name: "agentcore_get_code_task",
  title: "Get a background command of a code session",
  description:
    "Tells how far a command is that agentcore_start_code_task started in an AgentCore code session, and what it has printed. " +
    "A command that failed is told as such, with its exit code.",
  effect: { kind: "read" },
  permissions: ["bedrock-agentcore:InvokeCodeInterpreter"],

  input: () =>
    z.strictObject({ session_id: codeSessionId(), code_interpreter_id: codeInterpreterId(), task_id: taskId() }),
  output: () =>
    z.object({
      session_id: z.string(),
      task_id: z.string(),
      status: taskStatus(),
      stdout: z.string().nullable().describe("What it has printed, up to a million characters."),
      stderr: z.string().nullable(),
      exit_code: z.int().nullable().describe("Null while it runs."),
      execution_time: z.number().nullable().describe("Milliseconds."),
    }),

  execute: (input, call) =>
    invokeCode(call, input, "getTask", { taskId: input.task_id }).andThen((answer) =>
      taskOf(answer, { task_id: input.task_id, status: "unknown" }, "not_found").map((task) => ({
        session_id: input.session_id,
        ...task,
        stdout: answer.stdout ?? (answer.text === "" ? null : answer.text),
        stderr: answer.stderr,
        exit_code: answer.exit_code,
        execution_time: answer.execution_time,
      })),
    ),

  present: ({ task_id, status, exit_code, stdout, stderr }) => {
    const state = `${task_id}: ${status}${exit_code === null ? "" : ` (exit code ${exit_code})`}`;
    return [{ type: "text", text: [state, stdout, stderr].filter((part) => part !== null).join("\n") }];
  },
});
