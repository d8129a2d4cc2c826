import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { stateMachineArn } from "./schema.ts";
import { clearer, stepfunctions } from "./service.ts";

/**
 * Lists one page of a standard state machine's executions, the latest first.
 *
 * @see AWS Step Functions API Reference, ListExecutions
 */
export const stepfunctionsListExecutions = awsTool({
  name: "stepfunctions_list_executions",
  title: "List Step Functions executions",
  description:
    "Lists the executions of a standard Step Functions state machine of the last 90 days, the latest first, of one status if wanted. " +
    "To go on after max_results, call again with the next_token of the last answer. Express executions are not listed by AWS.",
  effect: { kind: "read" },
  permissions: ["states:ListExecutions"],

  input: () =>
    z.strictObject({
      state_machine_arn: stateMachineArn(),
      status_filter: z
        .enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"])
        .optional()
        .describe("Only executions of this status."),
      max_results: z.int().min(1).max(1000).default(100).describe("Most executions to return."),
      next_token: z.string().min(1).max(3096).optional().describe("next_token of the last answer, to go on."),
    }),

  output: () =>
    z.object({
      execution_count: z.int().min(0),
      executions: z.array(
        z.object({
          execution_arn: z.string(),
          execution_name: z.string(),
          status: z.string(),
          start_date: z.string().nullable().describe("ISO 8601, UTC."),
          stop_date: z.string().nullable().describe("ISO 8601, UTC; null while it runs."),
        }),
      ),
      next_token: z.string().nullable(),
    }),

  execute: (input, call) =>
    stepfunctions(
      call,
      (sdk) =>
        new sdk.ListExecutionsCommand({
          stateMachineArn: input.state_machine_arn,
          maxResults: input.max_results,
          ...(input.status_filter === undefined ? {} : { statusFilter: input.status_filter }),
          ...(input.next_token === undefined ? {} : { nextToken: input.next_token }),
        }),
    )
      .map(({ executions = [], nextToken }) => ({
        execution_count: executions.length,
        executions: executions.map((each) => ({
          execution_arn: each.executionArn ?? "",
          execution_name: each.name ?? "",
          status: each.status ?? "UNKNOWN",
          start_date: each.startDate?.toISOString() ?? null,
          stop_date: each.stopDate?.toISOString() ?? null,
        })),
        next_token: nextToken ?? null,
      }))
      .mapErr(clearer),

  present: ({ executions, next_token }) => {
    const count = `${executions.length} executions${next_token === null ? "" : ", and there are more"}`;
    return [
      { type: "text", text: [count, ...executions.map((each) => `${each.execution_name}: ${each.status}`)].join("\n") },
    ];
  },
});
