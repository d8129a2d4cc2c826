import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { invalidField, type Parsed, type ToolError } from "@tsunagu/core";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import * as z from "zod";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { createTable } from "./create-table.ts";
import { dynamodb } from "./service.ts";
import { fromAttributes, isBase64, isNumeral, toAttributes, valueNotes } from "./values.ts";

const attributeName = z.string().min(1).max(255);
/** DynamoDB holds no larger numbers. */
const largest = 1e126;
const keyValue = z.union([z.string().min(1).max(2048), z.number().min(-largest).max(largest)]);
const keyType = z.enum(["S", "N", "B"]).default("S");

const input = z
  .strictObject({
    operation_type: z.enum(["create_table", "put_item", "get_item", "delete_item", "scan"]).describe("What to do."),
    table_name: z
      .string()
      .min(1)
      .max(1024)
      .regex(/^(arn:[\w:./-]+|[A-Za-z0-9_.-]{3,255})$/, "is not a table's name or ARN")
      .describe("The table's name: 3 to 255 letters, digits, `_`, `.` and `-`; or its ARN."),
    partition_key_name: attributeName.optional().describe("Name of the partition key. Needed by all but scan."),
    partition_key: keyValue
      .optional()
      .describe("Value of the partition key. Needed by put_item, get_item and delete_item."),
    partition_key_type: keyType.describe("S text, N number, B binary (base64 text)."),
    sort_key_name: attributeName.optional().describe("Name of the sort key, if the table has one."),
    sort_key: keyValue.optional().describe("Value of the sort key, if the table has one."),
    sort_key_type: keyType.describe("S text, N number, B binary (base64 text)."),
    item_data: z
      .record(z.string(), z.json())
      .optional()
      .describe("Further attributes of the item that put_item writes."),
    item_format: z.enum(["plain", "typed"]).default("plain").describe("How items are written in JSON here."),
    if_not_exists: z.boolean().default(false).describe("put_item refuses, with `conflict`, to replace an item."),
    consistent_read: z.boolean().default(false).describe("get_item and scan read what was written last."),
    limit: z.int().min(1).max(1000).default(100).describe("Most items that one scan looks at."),
    exclusive_start_key: z
      .record(z.string(), z.json())
      .optional()
      .describe("LastEvaluatedKey of the last scan, to go on."),
    wait: z.boolean().default(true).describe("create_table waits until the table can be used."),
  })
  .superRefine((value, context) => {
    const need = (field: "partition_key_name" | "partition_key"): void => {
      if (value[field] === undefined) {
        context.addIssue({ code: "custom", path: [field], message: `is needed by ${value.operation_type}` });
      }
    };
    if (value.operation_type !== "scan") need("partition_key_name");
    if (value.operation_type !== "scan" && value.operation_type !== "create_table") {
      need("partition_key");
      if ((value.sort_key === undefined) !== (value.sort_key_name === undefined)) {
        const missing = value.sort_key === undefined ? "sort_key" : "sort_key_name";
        context.addIssue({ code: "custom", path: [missing], message: "sort_key and sort_key_name are given together" });
      }
    }
  });

const output = z.object({
  operation_type: z.string(),
  table_name: z.string(),
  found: z.boolean().nullable().describe("Whether there is (get_item) or was (delete_item) such an item."),
  item: z.record(z.string(), z.json()).nullable(),
  Items: z.array(z.record(z.string(), z.json())).nullable(),
  Count: z.int().nullable(),
  ScannedCount: z.int().nullable(),
  LastEvaluatedKey: z.record(z.string(), z.json()).nullable().describe("Null when the scan has seen everything."),
  created: z.boolean().nullable().describe("False when create_table found such a table."),
  table_status: z.string().nullable(),
});

/**
 * Creates a table, and puts, gets, deletes and scans items.
 *
 * @see Amazon DynamoDB API Reference, CreateTable, PutItem, GetItem, DeleteItem, Scan
 */
export const dynamodbManager = awsTool({
  name: "dynamodb_manager",
  title: "Work with a DynamoDB table",
  description: `Creates a DynamoDB table (on-demand capacity), or puts, gets or deletes one item by its key, or scans a page of items. put_item replaces an item of that key unless if_not_exists is true. A missing item is answered with found false. ${valueNotes}`,
  effect: { kind: "destroy", idempotent: true },
  effectOf: ({ operation_type }) => {
    if (operation_type === "get_item" || operation_type === "scan") return { kind: "read" };
    return { kind: operation_type === "delete_item" ? "destroy" : "write", idempotent: true };
  },
  permissions: [
    "dynamodb:CreateTable",
    "dynamodb:DescribeTable",
    "dynamodb:PutItem",
    "dynamodb:GetItem",
    "dynamodb:DeleteItem",
    "dynamodb:Scan",
  ],
  deadlineMs: 10 * 60_000,
  input,
  output,

  plan: (request) => {
    const key = `${request.partition_key_name} = ${request.partition_key}${request.sort_key === undefined ? "" : `, ${request.sort_key_name} = ${request.sort_key}`}`;
    if (request.operation_type === "create_table") return `Creates the DynamoDB table ${request.table_name}.`;
    const verb = request.operation_type === "delete_item" ? "Deletes from" : "Puts into";
    return `${verb} the DynamoDB table ${request.table_name} the item with ${key}.`;
  },

  execute: (request, call) => operations[request.operation_type](request, call),

  present: (answer) => [{ type: "text", text: textOf(answer) }],
});

type Request = Parsed<typeof input>;
type Answer = Parsed<typeof output>;
type Operation = (
  request: Request,
  call: AwsCall & { report(progress: { message: string }): void },
) => ResultAsync<Answer, ToolError>;

const answerTo = (request: Request): Answer => ({
  operation_type: request.operation_type,
  table_name: request.table_name,
  found: null,
  item: null,
  Items: null,
  Count: null,
  ScannedCount: null,
  LastEvaluatedKey: null,
  created: null,
  table_status: null,
});

/** The key as attributes of the declared types. */
const keyAttributes = (request: Request): Result<Record<string, AttributeValue>, ToolError> => {
  const { partition_key_name = "", partition_key = "", sort_key_name, sort_key } = request;
  return keyAttribute("partition_key", request.partition_key_type, partition_key).andThen((partition) => {
    if (sort_key_name === undefined || sort_key === undefined) return ok({ [partition_key_name]: partition });
    return keyAttribute("sort_key", request.sort_key_type, sort_key).map((sort) => ({
      [partition_key_name]: partition,
      [sort_key_name]: sort,
    }));
  });
};

const keyAttribute = (
  field: string,
  type: "S" | "N" | "B",
  value: string | number,
): Result<AttributeValue, ToolError> => {
  if (type === "S") return ok({ S: String(value) });
  if (type === "N") {
    return isNumeral(value)
      ? ok({ N: String(value) })
      : err(invalidField(field, `${JSON.stringify(value)} is not a number`));
  }
  return isBase64(value)
    ? ok({ B: Buffer.from(value, "base64") })
    : err(invalidField(field, `${JSON.stringify(value)} is not base64 text`));
};

const itemAttributes = (request: Request) => {
  const data = request.item_data ?? {};
  const clash = [request.partition_key_name, request.sort_key_name].find(
    (name) => name !== undefined && Object.hasOwn(data, name),
  );
  if (clash !== undefined) {
    return err(invalidField("item_data", `holds the key ${clash}`, "Give the key in partition_key and sort_key only."));
  }
  return keyAttributes(request).andThen((key) =>
    toAttributes(data, request.item_format).map((rest) => ({ ...rest, ...key })),
  );
};

const operations: Readonly<Record<Request["operation_type"], Operation>> = {
  create_table: (request, call) =>
    createTable(request, call).map(({ created, status }) => ({ ...answerTo(request), created, table_status: status })),

  put_item: (request, call) =>
    itemAttributes(request).asyncAndThen((Item) => {
      const condition = {
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": request.partition_key_name ?? "" },
      };
      return dynamodb(
        call,
        (sdk) =>
          new sdk.PutItemCommand({ TableName: request.table_name, Item, ...(request.if_not_exists ? condition : {}) }),
      ).map(() => answerTo(request));
    }),

  get_item: (request, call) =>
    keyAttributes(request).asyncAndThen((Key) =>
      dynamodb(
        call,
        (sdk) =>
          new sdk.GetItemCommand({ TableName: request.table_name, Key, ConsistentRead: request.consistent_read }),
      ).map(({ Item }) => ({
        ...answerTo(request),
        found: Item !== undefined,
        item: Item === undefined ? null : fromAttributes(Item, request.item_format),
      })),
    ),

  delete_item: (request, call) =>
    keyAttributes(request).asyncAndThen((Key) =>
      dynamodb(
        call,
        (sdk) => new sdk.DeleteItemCommand({ TableName: request.table_name, Key, ReturnValues: "ALL_OLD" }),
      ).map(({ Attributes }) => ({ ...answerTo(request), found: Attributes !== undefined })),
    ),

  scan: (request, call) =>
    toAttributes(request.exclusive_start_key ?? {}, "typed", "exclusive_start_key").asyncAndThen((start) =>
      dynamodb(
        call,
        (sdk) =>
          new sdk.ScanCommand({
            TableName: request.table_name,
            Limit: request.limit,
            ConsistentRead: request.consistent_read,
            ...(request.exclusive_start_key === undefined ? {} : { ExclusiveStartKey: start }),
          }),
      ).map((page) => ({
        ...answerTo(request),
        Items: (page.Items ?? []).map((item) => fromAttributes(item, request.item_format)),
        Count: page.Count ?? 0,
        ScannedCount: page.ScannedCount ?? 0,
        LastEvaluatedKey: page.LastEvaluatedKey === undefined ? null : fromAttributes(page.LastEvaluatedKey, "typed"),
      })),
    ),
};

const textOf = (answer: Answer): string => {
  const { table_name } = answer;
  switch (answer.operation_type) {
    case "create_table":
      return answer.created
        ? `Created the table ${table_name} (${answer.table_status}).`
        : `The table ${table_name} exists already.`;
    case "put_item":
      return `Put the item into ${table_name}.`;
    case "delete_item":
      return answer.found ? `Deleted the item from ${table_name}.` : `There was no such item in ${table_name}.`;
    case "scan":
      return JSON.stringify({ Items: answer.Items, Count: answer.Count, ScannedCount: answer.ScannedCount });
    default:
      return answer.found ? JSON.stringify(answer.item) : `There is no such item in ${table_name}.`;
  }
};
