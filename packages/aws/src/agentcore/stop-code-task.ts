import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { codeInterpreterId, codeSessionId } from "./code-schema.ts";
import { taskId, taskOf, taskStatus } from "./code-task.ts";
import { invokeCode } from "./invoke-code.ts";

/**
 * Ends a background command of a code session.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, InvokeCodeInterpreter (stopTask)
 */
export const agentcoreStopCodeTask = awsTool({
  name: "agentcore_stop_code_task",
  title: "Stop a background command of a code session",
  description:
    "Ends a command that agentcore_start_code_task started in an AgentCore code session; what it has done stays done. " +
    "agentcore_get_code_task shows what it had printed.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["bedrock-agentcore:InvokeCodeInterpreter"],

  input: () =>
    z.strictObject({ session_id: codeSessionId(), code_interpreter_id: codeInterpreterId(), task_id: taskId() }),
  output: () => z.object({ session_id: z.string(), task_id: z.string(), status: taskStatus() }),

  plan: ({ task_id, session_id }) => `Ends the command ${task_id} in the code session ${session_id}.`,

  execute: (input, call) =>
    invokeCode(call, input, "stopTask", { taskId: input.task_id })
      .andThen((answer) => taskOf(answer, { task_id: input.task_id, status: "canceled" }, "not_found"))
      .map((task) => ({ session_id: input.session_id, ...task })),
});
