import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { Result } from "neverthrow";
import { awsTool } from "../connector.ts";
import {
  conditionExpression,
  expression,
  expressionNames,
  expressionValues,
  itemFormat,
  itemKey,
  jsonItem,
  optionalAttributes,
  tableName,
} from "./schema.ts";
import { dynamodb } from "./service.ts";
import { withReasons } from "./transaction.ts";
import { type ItemFormat, toAttributes } from "./values.ts";

const shared = () => ({
  table_name: tableName(),
  expression_attribute_names: expressionNames(),
  expression_attribute_values: expressionValues(),
});

const action = () =>
  z.discriminatedUnion("action", [
    z.strictObject({
      action: z.literal("put"),
      item_data: jsonItem(),
      condition_expression: conditionExpression(),
      ...shared(),
    }),
    z.strictObject({
      action: z.literal("update"),
      key: itemKey(),
      update_expression: expression(),
      condition_expression: conditionExpression(),
      ...shared(),
    }),
    z.strictObject({
      action: z.literal("delete"),
      key: itemKey(),
      condition_expression: conditionExpression(),
      ...shared(),
    }),
    z.strictObject({ action: z.literal("check"), key: itemKey(), condition_expression: expression(), ...shared() }),
  ]);

type Action = z.output<ReturnType<typeof action>>;

/**
 * Writes items of one or several tables together, or none of them.
 *
 * @see Amazon DynamoDB API Reference, TransactWriteItems
 */
export const dynamodbTransactWrite = awsTool({
  name: "dynamodb_transact_write",
  title: "Write DynamoDB items all or nothing",
  description:
    "Puts, updates, deletes and checks up to 100 items of one or several DynamoDB tables together: all, or none of them. " +
    "If a condition does not hold, or another write is in the way, the call ends with `conflict` whose details name the action. " +
    "Give client_request_token to be able to repeat a call within ten minutes without doing it twice.",
  effect: { kind: "destroy", idempotent: false },
  effectOf: ({ actions, client_request_token }) => ({
    kind: actions.some((each) => each.action === "delete") ? "destroy" : "write",
    idempotent: client_request_token !== undefined,
  }),
  permissions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"],

  input: () =>
    z.strictObject({
      actions: z
        .array(action())
        .min(1)
        .max(100)
        .describe(
          "What to do, each item once. `put` with item_data; `update` with key and update_expression; `delete` with key; " +
            "`check` with key and condition_expression. All with table_name, and placeholders where expressions need them.",
        ),
      client_request_token: z
        .string()
        .min(1)
        .max(36)
        .optional()
        .describe("Marks a call and its repetitions as the same."),
      item_format: itemFormat(),
    }),
  output: () => z.object({ action_count: z.int() }),

  plan: ({ actions }) => {
    const tables = [...new Set(actions.map((each) => each.table_name))].join(", ");
    const counts = ["put", "update", "delete", "check"].map(
      (kind) => `${actions.filter((each) => each.action === kind).length} ${kind}`,
    );
    return `Does in the DynamoDB tables ${tables}, all or nothing: ${counts.join(", ")}.`;
  },

  execute: ({ actions, client_request_token, item_format }, call) =>
    Result.combine(actions.map((each) => transactItem(each, item_format)))
      .asyncAndThen((TransactItems) =>
        dynamodb(
          call,
          (sdk) => new sdk.TransactWriteItemsCommand({ TransactItems, ClientRequestToken: client_request_token }),
        ),
      )
      .map(() => ({ action_count: actions.length }))
      .mapErr((error) => withReasons(error, "actions")),

  present: ({ action_count }) => [{ type: "text", text: `Did all ${action_count} actions.` }],
});

const transactItem = (each: Action, format: ItemFormat): Result<TransactWriteItem, ToolError> =>
  Result.combine([
    toAttributes(each.action === "put" ? each.item_data : each.key, format, "actions"),
    optionalAttributes(each.expression_attribute_values, format, "actions"),
  ]).map(([subject, values]) => {
    const members = {
      TableName: each.table_name,
      ConditionExpression: each.condition_expression,
      ExpressionAttributeNames: each.expression_attribute_names,
      ExpressionAttributeValues: values,
    };
    if (each.action === "put") return { Put: { ...members, Item: subject } };
    if (each.action === "update") {
      return { Update: { ...members, Key: subject, UpdateExpression: each.update_expression } };
    }
    if (each.action === "delete") return { Delete: { ...members, Key: subject } };
    return { ConditionCheck: { ...members, Key: subject, ConditionExpression: each.condition_expression } };
  });
