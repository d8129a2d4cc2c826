import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { JsonObject, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { ok, type Result } from "neverthrow";
import { type ItemFormat, toAttributes } from "./values.ts";

/** Fields that several DynamoDB tools share. */
export const tableName = () =>
  z
    .string()
    .min(1)
    .max(1024)
    .regex(/^(arn:[\w:./-]+|[A-Za-z0-9_.-]{3,255})$/, "is not a table's name or ARN")
    .describe("The table's name: 3 to 255 letters, digits, `_`, `.` and `-`; or its ARN.");

export const attributeName = () => z.string().min(1).max(65_535);

export const itemFormat = () =>
  z
    .enum(["plain", "typed"])
    .default("plain")
    .describe(
      "How items, keys and values are written in JSON here. `plain`: as usual; a number that JavaScript cannot hold exactly comes " +
        'as text, a set as an array, binary as base64 text. `typed`: DynamoDB\'s own ({"N": "1"}, {"SS": ["a"]}), without any loss.',
    );

/** An item, or a set of values, as JSON. */
export const jsonItem = () => z.record(z.string(), z.json());

export const itemKey = () =>
  jsonItem()
    .refine(
      (key) => [1, 2].includes(Object.keys(key).length),
      "holds the partition key and, if the table has one, the sort key: one or two attributes",
    )
    .describe('The whole primary key by attribute name, such as {"id": "A-1", "line": 2}.');

export const consistentRead = () =>
  z.boolean().default(false).describe("Read what was written last, at twice the cost.");

export const expression = () => z.string().min(1).max(4096);

export const conditionExpression = () =>
  expression()
    .optional()
    .describe("Write only if this holds, such as `attribute_not_exists(id)`; otherwise the call ends with `conflict`.");

export const projectionExpression = () =>
  expression().optional().describe("The attributes to return, such as `id, #name`; by default all.");

export const expressionNames = () =>
  z
    .record(z.string().regex(/^#\w+$/, "does not begin with #"), attributeName())
    .optional()
    .describe('Attribute names for placeholders in expressions, such as {"#name": "name"}.');

export const expressionValues = () =>
  z
    .record(z.string().regex(/^:\w+$/, "does not begin with :"), z.json())
    .optional()
    .describe('Values for placeholders in expressions, such as {":least": 5}, in item_format.');

export const startKey = () =>
  jsonItem().optional().describe("LastEvaluatedKey of the last answer, to go on. Always DynamoDB's typed JSON.");

/** Attributes of a field that may be absent. Errors: `invalid_input` naming the field and the attribute. */
export const optionalAttributes = (
  item: JsonObject | undefined,
  format: ItemFormat,
  field: string,
): Result<Record<string, AttributeValue> | undefined, ToolError> =>
  item === undefined ? ok(undefined) : toAttributes(item, format, field);

/** The attributes of expression_attribute_values, if there are any. */
export const valueAttributes = (input: {
  readonly expression_attribute_values?: JsonObject | undefined;
  readonly item_format: ItemFormat;
}): Result<Record<string, AttributeValue> | undefined, ToolError> =>
  optionalAttributes(input.expression_attribute_values, input.item_format, "expression_attribute_values");
