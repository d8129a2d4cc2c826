import { toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { executionName, inputJson, nameFor, stateMachineArn, traceHeader } from "./schema.ts";
import { clearer, stepfunctions } from "./service.ts";

const tag = () => z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) });

/**
 * Starts an execution and does not wait for it.
 * Its effect is `destroy`: the state machine can do whatever its role allows.
 *
 * @see AWS Step Functions API Reference, StartExecution
 */
export const stepfunctionsStartExecution = awsTool({
  name: "stepfunctions_start_execution",
  title: "Start a Step Functions execution",
  description:
    "Starts an execution of a Step Functions state machine and returns its ARN at once. Use stepfunctions_wait_execution for its result, " +
    "stepfunctions_describe_execution to look at it, or stepfunctions_start_sync_execution to run an express one to its end. " +
    "Starting a standard one again with the same execution_name and input while it runs returns the running one.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  permissions: ["states:StartExecution"],

  input: () =>
    z.strictObject({
      state_machine_arn: stateMachineArn(),
      input_json: inputJson(),
      execution_name: executionName(),
      trace_header: traceHeader(),
      tags_json: z
        .array(tag())
        .max(50)
        .optional()
        .describe(
          "Leave it out: Step Functions cannot tag executions, and anything here is answered with `unsupported`.",
        ),
    }),

  output: () =>
    z.object({
      state_machine_arn: z.string(),
      execution_arn: z.string(),
      start_date: z.string().describe("ISO 8601, UTC."),
      execution_name: z.string(),
      trace_header: z.string().nullable(),
    }),

  plan: ({ state_machine_arn, execution_name }) =>
    `Starts an execution${execution_name === undefined ? "" : ` named ${execution_name}`} of ${state_machine_arn}.`,

  execute: (input, call) => {
    if (input.tags_json !== undefined && input.tags_json.length > 0) return errAsync(tagsUnsupported());
    const name = nameFor(input.execution_name);
    return stepfunctions(
      call,
      (sdk) =>
        new sdk.StartExecutionCommand({
          stateMachineArn: input.state_machine_arn,
          input: input.input_json,
          name,
          ...(input.trace_header === undefined ? {} : { traceHeader: input.trace_header }),
        }),
    )
      .map(({ executionArn = "", startDate }) => ({
        state_machine_arn: input.state_machine_arn,
        execution_arn: executionArn,
        start_date: (startDate ?? new Date()).toISOString(),
        execution_name: name,
        trace_header: input.trace_header ?? null,
      }))
      .mapErr(clearer);
  },

  present: ({ execution_arn }) => [{ type: "text", text: execution_arn }],
});

const tagsUnsupported = () =>
  toolError(
    "unsupported",
    "tags_json: Step Functions cannot tag executions, only state machines. Nothing was started.",
    {
      issues: [{ path: ["tags_json"], message: "executions cannot be tagged" }],
      hint: "Leave tags_json out: put what tells executions apart into execution_name or input_json, or tag the state machine itself.",
    },
  );
