import type { Parsed } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { tableName } from "./schema.ts";

const attributeName = () => z.string().min(1).max(255);
/** DynamoDB holds no larger numbers. */
const largest = 1e126;
const keyValue = () => z.union([z.string().min(1).max(2048), z.number().min(-largest).max(largest)]);
const keyType = () => z.enum(["S", "N", "B"]).default("S");

/** What dynamodb_manager takes. */
export const input = () =>
  z
    .strictObject({
      operation_type: z.enum(["create_table", "put_item", "get_item", "delete_item", "scan"]).describe("What to do."),
      table_name: tableName(),
      partition_key_name: attributeName().optional().describe("Name of the partition key. Needed by all but scan."),
      partition_key: keyValue()
        .optional()
        .describe("Value of the partition key. Needed by put_item, get_item and delete_item."),
      partition_key_type: keyType().describe("S text, N number, B binary (base64 text)."),
      sort_key_name: attributeName().optional().describe("Name of the sort key, if the table has one."),
      sort_key: keyValue().optional().describe("Value of the sort key, if the table has one."),
      sort_key_type: keyType().describe("S text, N number, B binary (base64 text)."),
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
          context.addIssue({
            code: "custom",
            path: [missing],
            message: "sort_key and sort_key_name are given together",
          });
        }
      }
    });

/** What it answers. Fields that an operation has nothing to say about are null. */
export const output = () =>
  z.object({
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

export type Request = Parsed<ReturnType<typeof input>>;
export type Answer = Parsed<ReturnType<typeof output>>;
