import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import {
  consistentRead,
  expressionNames,
  itemFormat,
  itemKey,
  jsonItem,
  projectionExpression,
  tableName,
} from "./schema.ts";
import { dynamodb } from "./service.ts";
import { fromAttributes, toAttributes } from "./values.ts";

/**
 * Reads one item by its key.
 *
 * @see Amazon DynamoDB API Reference, GetItem
 */
export const dynamodbGetItem = awsTool({
  name: "dynamodb_get_item",
  title: "Get a DynamoDB item",
  description:
    "Reads one item of a DynamoDB table by its whole primary key. A missing item is answered with found false. " +
    "For several keys use dynamodb_batch_get; when only part of the key is known, dynamodb_query.",
  effect: { kind: "read" },
  permissions: ["dynamodb:GetItem"],

  input: () =>
    z.strictObject({
      table_name: tableName(),
      key: itemKey(),
      projection_expression: projectionExpression(),
      expression_attribute_names: expressionNames(),
      consistent_read: consistentRead(),
      item_format: itemFormat(),
    }),
  output: () => z.object({ table_name: z.string(), found: z.boolean(), item: jsonItem().nullable() }),

  execute: (input, call) =>
    toAttributes(input.key, input.item_format, "key").asyncAndThen((Key) =>
      dynamodb(
        call,
        (sdk) =>
          new sdk.GetItemCommand({
            TableName: input.table_name,
            Key,
            ProjectionExpression: input.projection_expression,
            ExpressionAttributeNames: input.expression_attribute_names,
            ConsistentRead: input.consistent_read,
          }),
      ).map(({ Item }) => ({
        table_name: input.table_name,
        found: Item !== undefined,
        item: Item === undefined ? null : fromAttributes(Item, input.item_format),
      })),
    ),
});
