import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { pageFields, pagesOutput, readPages } from "./read-pages.ts";
import {
  consistentRead,
  expression,
  expressionNames,
  expressionValues,
  itemFormat,
  optionalAttributes,
  projectionExpression,
  startKey,
  tableName,
  valueAttributes,
} from "./schema.ts";
import { dynamodb } from "./service.ts";

/**
 * Reads the items of one partition key, in order of the sort key, page after page.
 *
 * @see Amazon DynamoDB API Reference, Query
 */
export const dynamodbQuery = awsTool({
  name: "dynamodb_query",
  title: "Query a DynamoDB table",
  description:
    "Reads the items of one partition key of a DynamoDB table or index, in order of the sort key, up to max_items. " +
    "When LastEvaluatedKey is not null there may be more; call again with it as exclusive_start_key. " +
    "dynamodb_describe_table tells the keys and indexes; without a partition key use dynamodb_scan.",
  effect: { kind: "read" },
  permissions: ["dynamodb:Query"],

  input: () =>
    z.strictObject({
      table_name: tableName(),
      index_name: z.string().min(3).max(255).optional().describe("A secondary index to read instead of the table."),
      key_condition_expression: expression().describe(
        "Which keys, such as `id = :id AND begins_with(#at, :month)`. The partition key is always compared with `=`.",
      ),
      filter_expression: expression()
        .optional()
        .describe("Of the items read, return those for which this holds. It does not lessen what is read."),
      projection_expression: projectionExpression(),
      expression_attribute_names: expressionNames(),
      expression_attribute_values: expressionValues(),
      scan_index_forward: z.boolean().default(true).describe("True: ascending by sort key; false: descending."),
      consistent_read: consistentRead(),
      ...pageFields(),
      exclusive_start_key: startKey(),
      item_format: itemFormat(),
    }),
  output: () => z.object({ table_name: z.string(), ...pagesOutput() }),

  execute: (input, call) =>
    optionalAttributes(input.exclusive_start_key, "typed", "exclusive_start_key")
      .andThen((start) => valueAttributes(input).map((values) => ({ start, values })))
      .asyncAndThen(({ start, values }) =>
        readPages(input, call, start, (ExclusiveStartKey, Limit) =>
          dynamodb(
            call,
            (sdk) =>
              new sdk.QueryCommand({
                TableName: input.table_name,
                IndexName: input.index_name,
                KeyConditionExpression: input.key_condition_expression,
                FilterExpression: input.filter_expression,
                ProjectionExpression: input.projection_expression,
                ExpressionAttributeNames: input.expression_attribute_names,
                ExpressionAttributeValues: values,
                ScanIndexForward: input.scan_index_forward,
                ConsistentRead: input.consistent_read,
                Limit,
                ExclusiveStartKey,
              }),
          ),
        ),
      )
      .map((answer) => ({ table_name: input.table_name, ...answer })),
});
