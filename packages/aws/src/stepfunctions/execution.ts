import type { DescribeExecutionCommandOutput, StartSyncExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";

/** What the tools say of an execution. */
export const executionFacts = () => ({
  execution_arn: z.string(),
  state_machine_arn: z.string().nullable(),
  execution_name: z.string().nullable(),
  status: z.string().describe("RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING_REDRIVE."),
  start_date: z.string().nullable().describe("ISO 8601, UTC."),
  stop_date: z.string().nullable().describe("ISO 8601, UTC; null while it runs."),
  input_json: z.string().nullable().describe("JSON text."),
  output_json: z.string().nullable().describe("JSON text; null until it has succeeded."),
  error: z.string().nullable().describe("Name of the error that it failed with."),
  cause: z.string().nullable(),
});

/** Those facts, from the service's answer. */
export const describeExecution = (
  answer: DescribeExecutionCommandOutput | StartSyncExecutionCommandOutput,
): ExecutionFacts => ({
  execution_arn: answer.executionArn ?? "",
  state_machine_arn: answer.stateMachineArn ?? null,
  execution_name: answer.name ?? null,
  status: answer.status ?? "UNKNOWN",
  start_date: answer.startDate?.toISOString() ?? null,
  stop_date: answer.stopDate?.toISOString() ?? null,
  input_json: answer.input ?? null,
  output_json: answer.output ?? null,
  error: answer.error ?? null,
  cause: answer.cause ?? null,
});

export interface ExecutionFacts {
  readonly execution_arn: string;
  readonly state_machine_arn: string | null;
  readonly execution_name: string | null;
  readonly status: string;
  readonly start_date: string | null;
  readonly stop_date: string | null;
  readonly input_json: string | null;
  readonly output_json: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

/** An execution that ended otherwise than well, as an error. */
export const executionFailed = (facts: ExecutionFacts, requestId: string | undefined): ToolError => {
  const { execution_arn, status, error, cause } = facts;
  const because = [error, cause].filter(Boolean).join(": ");
  return toolError("upstream", `The execution ended as ${status}${because === "" ? "." : `: ${because}`}`, {
    hint: "stepfunctions_describe_execution tells its input; its history in AWS tells the state that failed.",
    details: { execution_arn, status, error, cause, stop_date: facts.stop_date },
    origin: { service: "stepfunctions", code: error ?? status, ...(requestId === undefined ? {} : { requestId }) },
  });
};
