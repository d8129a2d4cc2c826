import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import {
  conditionExpression,
  expression,
  expressionNames,
  expressionValues,
  itemFormat,
  itemKey,
  jsonItem,
  tableName,
  valueAttributes,
} from "./schema.ts";
import { dynamodb } from "./service.ts";
import { fromAttributes, toAttributes } from "./values.ts";

/**
 * Changes attributes of one item.
 *
 * @see Amazon DynamoDB API Reference, UpdateItem
 */
export const dynamodbUpdateItem = awsTool({
  name: "dynamodb_update_item",
  title: "Update a DynamoDB item",
  description:
    "Changes attributes of one item of a DynamoDB table with an update expression (SET, REMOVE, ADD, DELETE). " +
    "An item that does not exist is created, unless condition_expression asks for one, such as `attribute_exists(id)`. " +
    "A set for ADD or DELETE needs item_format typed.",
  effect: { kind: "write", idempotent: false },
  permissions: ["dynamodb:UpdateItem"],

  input: () =>
    z.strictObject({
      table_name: tableName(),
      key: itemKey(),
      update_expression: expression().describe("What to change, such as `SET #name = :name ADD visits :one`."),
      condition_expression: conditionExpression(),
      expression_attribute_names: expressionNames(),
      expression_attribute_values: expressionValues(),
      return_values: z
        .enum(["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"])
        .default("ALL_NEW")
        .describe(
          "Which attributes to answer with: of the item before or after the change, all or only those changed.",
        ),
      item_format: itemFormat(),
    }),
  output: () =>
    z.object({
      table_name: z.string(),
      attributes: jsonItem().nullable().describe("What return_values asks for; null if there is nothing."),
    }),

  plan: ({ table_name, key, update_expression }) =>
    `Updates in the DynamoDB table ${table_name} the item ${JSON.stringify(key)}: ${update_expression.replaceAll(/\s+/g, " ")}.`,

  execute: (input, call) =>
    toAttributes(input.key, input.item_format, "key")
      .andThen((Key) => valueAttributes(input).map((values) => ({ Key, values })))
      .asyncAndThen(({ Key, values }) =>
        dynamodb(
          call,
          (sdk) =>
            new sdk.UpdateItemCommand({
              TableName: input.table_name,
              Key,
              UpdateExpression: input.update_expression,
              ConditionExpression: input.condition_expression,
              ExpressionAttributeNames: input.expression_attribute_names,
              ExpressionAttributeValues: values,
              ReturnValues: input.return_values,
            }),
        ),
      )
      .map(({ Attributes }) => ({
        table_name: input.table_name,
        attributes: Attributes === undefined ? null : fromAttributes(Attributes, input.item_format),
      })),
});
