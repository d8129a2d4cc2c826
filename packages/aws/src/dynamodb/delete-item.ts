import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import {
  conditionExpression,
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
 * Deletes one item by its key.
 *
 * @see Amazon DynamoDB API Reference, DeleteItem
 */
export const dynamodbDeleteItem = awsTool({
  name: "dynamodb_delete_item",
  title: "Delete a DynamoDB item",
  description:
    "Deletes one item of a DynamoDB table by its whole primary key and answers with the item as it was. " +
    "A missing item is answered with found false, unless condition_expression asks for one.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["dynamodb:DeleteItem"],

  input: () =>
    z.strictObject({
      table_name: tableName(),
      key: itemKey(),
      condition_expression: conditionExpression(),
      expression_attribute_names: expressionNames(),
      expression_attribute_values: expressionValues(),
      item_format: itemFormat(),
    }),
  output: () =>
    z.object({
      table_name: z.string(),
      found: z.boolean().describe("Whether there was such an item."),
      item: jsonItem().nullable().describe("The item as it was."),
    }),

  plan: ({ table_name, key }) => `Deletes from the DynamoDB table ${table_name} the item ${JSON.stringify(key)}.`,

  execute: (input, call) =>
    toAttributes(input.key, input.item_format, "key")
      .andThen((Key) => valueAttributes(input).map((values) => ({ Key, values })))
      .asyncAndThen(({ Key, values }) =>
        dynamodb(
          call,
          (sdk) =>
            new sdk.DeleteItemCommand({
              TableName: input.table_name,
              Key,
              ConditionExpression: input.condition_expression,
              ExpressionAttributeNames: input.expression_attribute_names,
              ExpressionAttributeValues: values,
              ReturnValues: "ALL_OLD",
            }),
        ),
      )
      .map(({ Attributes }) => ({
        table_name: input.table_name,
        found: Attributes !== undefined,
        item: Attributes === undefined ? null : fromAttributes(Attributes, input.item_format),
      })),

  present: ({ table_name, found }) => [
    { type: "text", text: found ? `Deleted the item from ${table_name}.` : `There was no such item in ${table_name}.` },
  ],
});
