import type { KeySchemaElement, TableDescription } from "@aws-sdk/client-dynamodb";
import { toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok } from "neverthrow";
import { awsTool } from "../connector.ts";
import { tableName } from "./schema.ts";
import { dynamodb } from "./service.ts";

const keySchema = () =>
  z.array(
    z.object({
      name: z.string(),
      role: z.string().describe("HASH partition key, RANGE sort key."),
      type: z.string().nullable().describe("S text, N number, B binary."),
    }),
  );
const size = () => ({
  item_count: z.int().nullable().describe("About every six hours brought up to date."),
  size_bytes: z.int().nullable().describe("Bytes; about every six hours brought up to date."),
});

/**
 * Describes a table: state, keys, indexes, size.
 *
 * @see Amazon DynamoDB API Reference, DescribeTable
 */
export const dynamodbDescribeTable = awsTool({
  name: "dynamodb_describe_table",
  title: "Describe a DynamoDB table",
  description:
    "Describes a DynamoDB table: state, keys with their types, secondary indexes, capacity mode and approximate size. " +
    "Use it before dynamodb_get_item or dynamodb_query when the keys are not known.",
  effect: { kind: "read" },
  permissions: ["dynamodb:DescribeTable"],

  input: () => z.strictObject({ table_name: tableName() }),
  output: () =>
    z.object({
      table_name: z.string(),
      table_arn: z.string().nullable(),
      table_status: z.string(),
      created_at: z.string().nullable().describe("ISO 8601, UTC."),
      key_schema: keySchema(),
      billing_mode: z.string().describe("PAY_PER_REQUEST or PROVISIONED."),
      deletion_protection: z.boolean(),
      stream_view_type: z.string().nullable().describe("Null when the table has no stream."),
      ...size(),
      indexes: z.array(
        z.object({
          index_name: z.string(),
          kind: z.enum(["global", "local"]),
          index_status: z.string().nullable().describe("Null for a local index, which is always there."),
          key_schema: keySchema(),
          projection: z.string().nullable().describe("ALL, KEYS_ONLY or INCLUDE."),
          included_attributes: z.array(z.string()),
          ...size(),
        }),
      ),
    }),

  execute: ({ table_name }, call) =>
    dynamodb(call, (sdk) => new sdk.DescribeTableCommand({ TableName: table_name })).andThen(({ Table }) =>
      Table === undefined
        ? err(toolError("upstream", "DynamoDB answered without a table."))
        : ok(describeTable(table_name, Table)),
    ),
});

const describeTable = (asked: string, table: TableDescription) => ({
  table_name: table.TableName ?? asked,
  table_arn: table.TableArn ?? null,
  table_status: table.TableStatus ?? "UNKNOWN",
  created_at: table.CreationDateTime?.toISOString() ?? null,
  key_schema: keysOf(table, table.KeySchema),
  billing_mode: table.BillingModeSummary?.BillingMode ?? "PROVISIONED",
  deletion_protection: table.DeletionProtectionEnabled ?? false,
  stream_view_type: table.StreamSpecification?.StreamViewType ?? null,
  item_count: table.ItemCount ?? null,
  size_bytes: table.TableSizeBytes ?? null,
  indexes: [
    ...(table.GlobalSecondaryIndexes ?? []).map((index) => ({
      ...indexFacts(table, index),
      kind: "global" as const,
      index_status: index.IndexStatus ?? null,
    })),
    ...(table.LocalSecondaryIndexes ?? []).map((index) => ({
      ...indexFacts(table, index),
      kind: "local" as const,
      index_status: null,
    })),
  ],
});

type Index = NonNullable<TableDescription["LocalSecondaryIndexes"]>[number];

const indexFacts = (table: TableDescription, index: Index) => ({
  index_name: index.IndexName ?? "",
  key_schema: keysOf(table, index.KeySchema),
  projection: index.Projection?.ProjectionType ?? null,
  included_attributes: index.Projection?.NonKeyAttributes ?? [],
  item_count: index.ItemCount ?? null,
  size_bytes: index.IndexSizeBytes ?? null,
});

const keysOf = (table: TableDescription, keys: readonly KeySchemaElement[] = []) =>
  keys.map(({ AttributeName: name = "", KeyType: role = "HASH" }) => ({
    name,
    role,
    type: table.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? null,
  }));
