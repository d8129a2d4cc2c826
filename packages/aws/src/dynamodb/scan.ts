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

const input = () =>
  z
    .strictObject({
      table_name: tableName(),
      index_name: z.string().min(3).max(255).optional().describe("A secondary index to read instead of the table."),
      filter_expression: expression()
        .optional()
        .describe("Of the items read, return those for which this holds. It does not lessen what is read."),
      projection_expression: projectionExpression(),
      expression_attribute_names: expressionNames(),
      expression_attribute_values: expressionValues(),
      segment: z.int().min(0).max(999_999).optional().describe("Which part to read, from 0, of a table read in parts."),
      total_segments: z.int().min(1).max(1_000_000).optional().describe("In how many parts the table is read."),
      consistent_read: consistentRead(),
      ...pageFields(),
      exclusive_start_key: startKey(),
      item_format: itemFormat(),
    })
    .superRefine(({ segment, total_segments }, context) => {
      if ((segment === undefined) !== (total_segments === undefined)) {
        const missing = segment === undefined ? "segment" : "total_segments";
        context.addIssue({ code: "custom", path: [missing], message: "segment and total_segments are given together" });
      } else if ((segment ?? 0) >= (total_segments ?? 1)) {
        context.addIssue({ code: "custom", path: ["segment"], message: "is not less than total_segments" });
      }
    });

/**
 * Reads all items of a table, or of one segment of it, page after page.
 *
 * @see Amazon DynamoDB API Reference, Scan
 */
export const dynamodbScan = awsTool({
  name: "dynamodb_scan",
  title: "Scan a DynamoDB table",
  description:
    "Reads the items of a whole DynamoDB table or index, in no particular order, up to max_items. " +
    "When LastEvaluatedKey is not null there may be more; call again with it as exclusive_start_key. " +
    "It reads, and costs, everything that it looks at; with a known partition key use dynamodb_query.",
  effect: { kind: "read" },
  permissions: ["dynamodb:Scan"],
  input,
  output: () => z.object({ table_name: z.string(), ...pagesOutput() }),

  execute: (request, call) =>
    optionalAttributes(request.exclusive_start_key, "typed", "exclusive_start_key")
      .andThen((start) => valueAttributes(request).map((values) => ({ start, values })))
      .asyncAndThen(({ start, values }) =>
        readPages(request, call, start, (ExclusiveStartKey, Limit) =>
          dynamodb(
            call,
            (sdk) =>
              new sdk.ScanCommand({
                TableName: request.table_name,
                IndexName: request.index_name,
                FilterExpression: request.filter_expression,
                ProjectionExpression: request.projection_expression,
                ExpressionAttributeNames: request.expression_attribute_names,
                ExpressionAttributeValues: values,
                Segment: request.segment,
                TotalSegments: request.total_segments,
                ConsistentRead: request.consistent_read,
                Limit,
                ExclusiveStartKey,
              }),
          ),
        ),
      )
      .map((answer) => ({ table_name: request.table_name, ...answer })),
});
