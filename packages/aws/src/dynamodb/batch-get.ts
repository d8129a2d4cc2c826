import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type JsonValue, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, Result } from "neverthrow";
import { awsTool } from "../connector.ts";
import { processAll } from "./process-all.ts";
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

/** DynamoDB takes no more keys in one request. */
const keysAtOnce = 100;

/**
 * Reads many items by their keys; what DynamoDB leaves unprocessed is asked for again.
 *
 * @see Amazon DynamoDB API Reference, BatchGetItem
 */
export const dynamodbBatchGet = awsTool({
  name: "dynamodb_batch_get",
  title: "Get many DynamoDB items",
  description:
    "Reads up to 1000 items of one DynamoDB table by their whole primary keys, all different. The items come in no particular order, " +
    "and a missing one is left out. If some keys cannot be read the call ends with `partial`, which holds the items read and the keys that remain.",
  effect: { kind: "read" },
  permissions: ["dynamodb:BatchGetItem"],

  input: () =>
    z.strictObject({
      table_name: tableName(),
      keys: z.array(itemKey()).min(1).max(1000).describe("The primary keys, each by attribute name."),
      projection_expression: projectionExpression(),
      expression_attribute_names: expressionNames(),
      consistent_read: consistentRead(),
      item_format: itemFormat(),
    }),
  output: () =>
    z.object({
      table_name: z.string(),
      Items: z.array(jsonItem()),
      Count: z.int().describe("Items found."),
      missing_count: z.int().describe("Keys that no item has."),
    }),

  execute: (input, call) => {
    const found: Record<string, AttributeValue>[] = [];
    const items = () => found.map((item) => fromAttributes(item, input.item_format));
    return Result.combine(input.keys.map((key) => toAttributes(key, input.item_format, "keys"))).asyncAndThen((keys) =>
      processAll(call, keys, keysAtOnce, (Keys) =>
        dynamodb(
          call,
          (sdk) =>
            new sdk.BatchGetItemCommand({
              RequestItems: {
                [input.table_name]: {
                  Keys: [...Keys],
                  ProjectionExpression: input.projection_expression,
                  ExpressionAttributeNames: input.expression_attribute_names,
                  ConsistentRead: input.consistent_read,
                },
              },
            }),
        ).map(({ Responses = {}, UnprocessedKeys = {} }) => {
          found.push(...Object.values(Responses).flat());
          return Object.values(UnprocessedKeys).flatMap(({ Keys: unprocessed }) => unprocessed ?? []);
        }),
      ).andThen(({ left, error }) => {
        if (error === undefined) {
          const { length } = found;
          return ok({
            table_name: input.table_name,
            Items: items(),
            Count: length,
            missing_count: keys.length - length,
          });
        }
        if (left.length === keys.length) return err(error);
        const remaining = left.map((key) => fromAttributes(key, input.item_format)) as JsonValue;
        return err(
          toolError("partial", `${left.length} of ${keys.length} keys could not be read: ${error.message}`, {
            ...(error.origin === undefined ? {} : { origin: error.origin }),
            partial: { done: items(), failed: [], remaining },
          }),
        );
      }),
    );
  },
});
