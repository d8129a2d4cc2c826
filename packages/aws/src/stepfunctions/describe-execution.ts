import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { describeExecution, executionFacts } from "./execution.ts";
import { executionArn } from "./schema.ts";
import { clearer, stepfunctions } from "./service.ts";

/**
 * What one execution is and how far: status, input, output, error.
 *
 * @see AWS Step Functions API Reference, DescribeExecution
 */
export const stepfunctionsDescribeExecution = awsTool({
  name: "stepfunctions_describe_execution",
  title: "Describe a Step Functions execution",
  description:
    "Tells the status, input, output and error of one execution of a standard Step Functions state machine. " +
    "An execution that failed is told as such, not as an error; use stepfunctions_wait_execution where a failure has to stop the flow.",
  effect: { kind: "read" },
  permissions: ["states:DescribeExecution"],

  input: () => z.strictObject({ execution_arn: executionArn() }),
  output: () =>
    z.object({
      ...executionFacts(),
      trace_header: z.string().nullable(),
      redrive_count: z.int().nullable(),
      redrive_status: z.string().nullable(),
    }),

  execute: (input, call) =>
    stepfunctions(call, (sdk) => new sdk.DescribeExecutionCommand({ executionArn: input.execution_arn }))
      .map((answer) => ({
        ...describeExecution(answer),
        trace_header: answer.traceHeader ?? null,
        redrive_count: answer.redriveCount ?? null,
        redrive_status: answer.redriveStatus ?? null,
      }))
      .mapErr(clearer),

  present: ({ status, output_json, error, cause }) => [
    { type: "text", text: [status, output_json, error, cause].filter(Boolean).join("\n") },
  ],
});
