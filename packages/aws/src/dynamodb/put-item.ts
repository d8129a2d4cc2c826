import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import {
  conditionExpression,
  expressionNames,
  expressionValues,
  itemFormat,
  jsonItem,
  tableName,
  valueAttributes,
} from "./schema.ts";
import { dynamodb } from "./service.ts";
import { fromAttributes, toAttributes } from "./values.ts";

/**
 * Writes one whole item, replacing the item of the same key.
 *
 * @see Amazon DynamoDB API Reference, PutItem
 */
export const dynamodbPutItem = awsTool({
  name: "dynamodb_put_item",
  title: "Put a DynamoDB item",
  description:
    "Writes one whole item to a DynamoDB table and answers with the item of the same key that it replaced, if there was one. " +
    "To change some attributes only use dynamodb_update_item. An item has at most 400 KB.",
  effect: { kind: "write", idempotent: true },
  permissions: ["dynamodb:PutItem"],

  input: () =>
    z.strictObject({
      table_name: tableName(),
      item_data: jsonItem().describe("The whole item, its key included."),
      condition_expression: conditionExpression(),
      expression_attribute_names: expressionNames(),
      expression_attribute_values: expressionValues(),
      item_format: itemFormat(),
    }),
  output: () =>
    z.object({
      table_name: z.string(),
      replaced: z.boolean(),
      replaced_item: jsonItem().nullable().describe("The item as it was before."),
    }),

  plan: ({ table_name, condition_expression }) =>
    `Puts one item into the DynamoDB table ${table_name}${condition_expression === undefined ? ", replacing an item of the same key" : ", if its condition holds"}.`,

  execute: (input, call) =>
    toAttributes(input.item_data, input.item_format)
      .andThen((Item) => valueAttributes(input).map((values) => ({ Item, values })))
      .asyncAndThen(({ Item, values }) =>
        dynamodb(
          call,
          (sdk) =>
            new sdk.PutItemCommand({
              TableName: input.table_name,
              Item,
              ConditionExpression: input.condition_expression,
              ExpressionAttributeNames: input.expression_attribute_names,
              ExpressionAttributeValues: values,
              ReturnValues: "ALL_OLD",
            }),
        ),
      )
      .map(({ Attributes }) => ({
        table_name: input.table_name,
        replaced: Attributes !== undefined,
        replaced_item: Attributes === undefined ? null : fromAttributes(Attributes, input.item_format),
      })),

  present: ({ table_name, replaced }) => [
    { type: "text", text: `${replaced ? "Replaced an" : "Put a new"} item in ${table_name}.` },
  ],
});
