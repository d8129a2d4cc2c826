import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { executionArn } from "./schema.ts";
import { clearer, stepfunctions } from "./service.ts";

/**
 * Stops a running execution for good.
 *
 * @see AWS Step Functions API Reference, StopExecution
 */
export const stepfunctionsStopExecution = awsTool({
  name: "stepfunctions_stop_execution",
  title: "Stop a Step Functions execution",
  description:
    "Stops a running execution of a standard Step Functions state machine; its status becomes ABORTED. What its tasks did already is not undone. " +
    "Express executions cannot be stopped.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["states:StopExecution"],

  input: () =>
    z.strictObject({
      execution_arn: executionArn(),
      error: z.string().min(1).max(256).optional().describe("Error name to note on the execution."),
      cause: z.string().min(1).max(32_768).optional().describe("Reason to note on the execution."),
    }),

  output: () => z.object({ execution_arn: z.string(), stop_date: z.string().nullable().describe("ISO 8601, UTC.") }),

  plan: ({ execution_arn }) => `Stops the execution ${execution_arn}.`,

  execute: (input, call) =>
    stepfunctions(
      call,
      (sdk) =>
        new sdk.StopExecutionCommand({
          executionArn: input.execution_arn,
          ...(input.error === undefined ? {} : { error: input.error }),
          ...(input.cause === undefined ? {} : { cause: input.cause }),
        }),
    )
      .map(({ stopDate }) => ({ execution_arn: input.execution_arn, stop_date: stopDate?.toISOString() ?? null }))
      .mapErr(clearer),

  present: ({ execution_arn }) => [{ type: "text", text: `Stopped ${execution_arn}.` }],
});
