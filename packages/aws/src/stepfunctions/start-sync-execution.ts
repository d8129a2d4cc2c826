import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { describeExecution, executionFacts, executionFailed } from "./execution.ts";
import { executionName, inputJson, nameFor, stateMachineArn, traceHeader } from "./schema.ts";
import { clearer, stepfunctionsOnce } from "./service.ts";

/**
 * Runs an express state machine and waits for its end, five minutes at most. One that fails is an `upstream` error.
 * Its effect is `destroy`: the state machine can do whatever its role allows.
 *
 * @see AWS Step Functions API Reference, StartSyncExecution
 */
export const stepfunctionsStartSyncExecution = awsTool({
  name: "stepfunctions_start_sync_execution",
  title: "Run an express state machine",
  description:
    "Runs an express Step Functions state machine to its end (five minutes at most) and returns its output. An execution that fails is an error with its " +
    "error and cause. It is run once and never repeated by itself. For standard state machines use stepfunctions_start_execution.",
  effect: { kind: "destroy", idempotent: false, openWorld: true },
  permissions: ["states:StartSyncExecution"],
  deadlineMs: 6 * 60_000,

  input: () =>
    z.strictObject({
      state_machine_arn: stateMachineArn(),
      input_json: inputJson(),
      execution_name: executionName(),
      trace_header: traceHeader(),
    }),

  output: () =>
    z.object({
      ...executionFacts(),
      billed_duration_ms: z.int().nullable(),
      billed_memory_mb: z.int().nullable(),
    }),

  plan: ({ state_machine_arn }) => `Runs the express state machine ${state_machine_arn}.`,

  execute: (input, call) =>
    stepfunctionsOnce(
      call,
      (sdk) =>
        new sdk.StartSyncExecutionCommand({
          stateMachineArn: input.state_machine_arn,
          input: input.input_json,
          name: nameFor(input.execution_name),
          ...(input.trace_header === undefined ? {} : { traceHeader: input.trace_header }),
        }),
    )
      .mapErr(clearer)
      .andThen((answer) => {
        const facts = describeExecution(answer);
        if (facts.status !== "SUCCEEDED") return errAsync(executionFailed(facts, answer.$metadata.requestId));
        return okAsync({
          ...facts,
          billed_duration_ms: answer.billingDetails?.billedDurationInMilliseconds ?? null,
          billed_memory_mb: answer.billingDetails?.billedMemoryUsedInMB ?? null,
        });
      }),

  present: ({ output_json, status }) => [{ type: "text", text: output_json ?? status }],
});
