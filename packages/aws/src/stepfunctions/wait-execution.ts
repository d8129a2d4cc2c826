import type { ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { type PollCall, pollUntil } from "../poll.ts";
import type { AwsCall } from "../service.ts";
import { describeExecution, type ExecutionFacts, executionFacts, executionFailed } from "./execution.ts";
import { executionArn } from "./schema.ts";
import { clearer, stepfunctions } from "./service.ts";

/**
 * Waits for an execution to end. One that ends otherwise than well is an `upstream` error.
 *
 * @see AWS Step Functions API Reference, DescribeExecution
 */
export const stepfunctionsWaitExecution = awsTool({
  name: "stepfunctions_wait_execution",
  title: "Wait for a Step Functions execution",
  description:
    "Waits until an execution of a standard Step Functions state machine has ended, and returns its output. " +
    "One that failed, timed out or was aborted is an error with the execution's own error and cause. When the wait itself ends first " +
    "(code timeout), the execution goes on: call again with the same ARN.",
  effect: { kind: "read" },
  permissions: ["states:DescribeExecution"],
  deadlineMs: 15 * 60_000,

  input: () => z.strictObject({ execution_arn: executionArn() }),
  output: () => z.object(executionFacts()),

  execute: ({ execution_arn }, call) => waitForExecution(execution_arn, call),

  present: ({ status, output_json }) => [{ type: "text", text: output_json ?? status }],
});

const going: ReadonlySet<string> = new Set(["RUNNING", "PENDING_REDRIVE"]);

const waitForExecution = (execution_arn: string, call: AwsCall & PollCall): ResultAsync<ExecutionFacts, ToolError> =>
  pollUntil(call, {
    ask: () => stepfunctions(call, (sdk) => new sdk.DescribeExecutionCommand({ executionArn: execution_arn })),
    isDone: ({ status = "" }) => !going.has(status),
    describe: ({ status }) => `Execution ${execution_arn.split(":").at(-1)}: ${status}`,
    details: { execution_arn },
  })
    .mapErr(clearer)
    .andThen((answer) => {
      const facts = describeExecution(answer);
      if (facts.status === "SUCCEEDED") return okAsync(facts);
      return errAsync(executionFailed(facts, answer.$metadata.requestId));
    });
