import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result } from "neverthrow";
import type { CodeAnswer } from "./invoke-code.ts";

/** Fields that the tools for background commands share. */
export const taskId = () =>
  z.string().min(1).max(1000).describe("The task_id that agentcore_start_code_task answered with.");

export const taskStatus = () => z.string().describe("submitted, working, completed, canceled or failed.");

/** What is said of a background command. */
export interface CodeTask {
  readonly task_id: string;
  readonly status: string;
}

/** The task that an answer is about. Without one the answer is an error, of the given code where AgentCore says so itself. */
export const taskOf = (
  answer: CodeAnswer,
  fallback: { readonly task_id?: string; readonly status: string },
  code: "upstream" | "not_found",
): Result<CodeTask, ToolError> => {
  const task_id = answer.task?.id ?? fallback.task_id;
  if (answer.task === null && answer.is_error) {
    return err(toolError(code, answer.text.slice(0, 500) || "AgentCore refused without a reason."));
  }
  if (task_id === undefined) return err(toolError("upstream", "AgentCore answered without a task."));
  return ok({ task_id, status: answer.task?.status ?? fallback.status });
};
