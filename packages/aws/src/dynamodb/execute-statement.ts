import type { Effect } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { consistentRead, itemFormat, jsonItem } from "./schema.ts";
import { dynamodb } from "./service.ts";
import { fromAttributes, toAttributes } from "./values.ts";

const input = () =>
  z.strictObject({
    statement: z
      .string()
      .min(1)
      .max(8192)
      .describe('One PartiQL statement, such as `SELECT * FROM "orders" WHERE id = ?`. Values go into parameters.'),
    parameters: z
      .array(z.json())
      .max(1000)
      .default([])
      .describe("Values for the `?` of the statement, in item_format."),
    consistent_read: consistentRead(),
    limit: z.int().min(1).max(1000).default(100).describe("Most items that a SELECT looks at in this call."),
    next_token: z.string().min(1).max(32_768).optional().describe("next_token of the last answer, to go on."),
    item_format: itemFormat(),
  });

/**
 * Runs one PartiQL statement.
 *
 * @see Amazon DynamoDB API Reference, ExecuteStatement
 * @see Amazon DynamoDB Developer Guide, PartiQL - a SQL-compatible query language for Amazon DynamoDB
 */
export const dynamodbExecuteStatement = awsTool({
  name: "dynamodb_execute_statement",
  title: "Run PartiQL on DynamoDB",
  description:
    "Runs one PartiQL statement (SELECT, INSERT, UPDATE or DELETE) on DynamoDB. A SELECT answers with one page; when next_token is not null " +
    "call again with it. A SELECT whose WHERE does not name the partition key reads the whole table. INSERT, UPDATE and DELETE touch one item.",
  effect: { kind: "destroy", idempotent: false },
  effectOf: ({ statement }) => effectOf(statement),
  permissions: ["dynamodb:PartiQLSelect", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete"],
  input,
  output: () =>
    z.object({
      Items: z.array(jsonItem()),
      Count: z.int(),
      next_token: z.string().nullable().describe("Null when the statement has answered with everything."),
    }),

  plan: ({ statement, parameters }) =>
    `Runs on DynamoDB, with ${parameters.length} parameters: ${statement.trim().replaceAll(/\s+/g, " ")}.`,

  execute: (request, call) =>
    toAttributes(Object.fromEntries(request.parameters.entries()), request.item_format, "parameters")
      .asyncAndThen((parameters) =>
        dynamodb(
          call,
          (sdk) =>
            new sdk.ExecuteStatementCommand({
              Statement: request.statement,
              NextToken: request.next_token,
              ...(request.parameters.length === 0 ? {} : { Parameters: Object.values(parameters) }),
              ...(effectOf(request.statement).kind === "read"
                ? { Limit: request.limit, ConsistentRead: request.consistent_read }
                : {}),
            }),
        ),
      )
      .map(({ Items = [], NextToken }) => ({
        Items: Items.map((item) => fromAttributes(item, request.item_format)),
        Count: Items.length,
        next_token: NextToken ?? null,
      })),
});

/** By the first word; what is not known counts as the worst. */
const effectOf = (statement: string): Effect => {
  const verb = /^\s*(\w+)/.exec(statement)?.[1]?.toUpperCase();
  if (verb === "SELECT") return { kind: "read" };
  return { kind: verb === "INSERT" || verb === "UPDATE" ? "write" : "destroy", idempotent: false };
};
