import * as z from "@tsunagu/core/zod";
import { Result } from "neverthrow";
import { awsTool } from "../connector.ts";
import { expressionNames, itemFormat, itemKey, jsonItem, projectionExpression, tableName } from "./schema.ts";
import { dynamodb } from "./service.ts";
import { withReasons } from "./transaction.ts";
import { fromAttributes, toAttributes } from "./values.ts";

const get = () =>
  z.strictObject({
    table_name: tableName(),
    key: itemKey(),
    projection_expression: projectionExpression(),
    expression_attribute_names: expressionNames(),
  });

/**
 * Reads items of one or several tables as they are at one moment.
 *
 * @see Amazon DynamoDB API Reference, TransactGetItems
 */
export const dynamodbTransactGet = awsTool({
  name: "dynamodb_transact_get",
  title: "Get DynamoDB items at one moment",
  description:
    "Reads up to 100 items of one or several DynamoDB tables together, as they are at one moment, in the order of gets. " +
    "It costs twice a consistent read; where the moment does not matter use dynamodb_batch_get.",
  effect: { kind: "read" },
  permissions: ["dynamodb:GetItem"],

  input: () =>
    z.strictObject({
      gets: z.array(get()).min(1).max(100).describe("The items to read: table_name and key each."),
      item_format: itemFormat(),
    }),
  output: () =>
    z.object({
      results: z.array(z.object({ table_name: z.string(), found: z.boolean(), item: jsonItem().nullable() })),
    }),

  execute: ({ gets, item_format }, call) =>
    Result.combine(gets.map(({ key }) => toAttributes(key, item_format, "gets")))
      .asyncAndThen((keys) =>
        dynamodb(
          call,
          (sdk) =>
            new sdk.TransactGetItemsCommand({
              TransactItems: gets.map((each, index) => ({
                Get: {
                  TableName: each.table_name,
                  Key: keys[index],
                  ProjectionExpression: each.projection_expression,
                  ExpressionAttributeNames: each.expression_attribute_names,
                },
              })),
            }),
        ),
      )
      .map(({ Responses = [] }) => ({
        results: gets.map(({ table_name }, index) => {
          const item = Responses[index]?.Item;
          return {
            table_name,
            found: item !== undefined,
            item: item === undefined ? null : fromAttributes(item, item_format),
          };
        }),
      }))
      .mapErr((error) => withReasons(error, "gets")),
});
