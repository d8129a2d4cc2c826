import type { TimeToLiveDescription } from "@aws-sdk/client-dynamodb";
import type { ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { tableName } from "./schema.ts";
import { dynamodb } from "./service.ts";

/**
 * Tells whether a table's items expire, and by which attribute.
 *
 * @see Amazon DynamoDB API Reference, DescribeTimeToLive
 */
export const dynamodbDescribeTimeToLive = awsTool({
  name: "dynamodb_describe_time_to_live",
  title: "Describe a DynamoDB table's expiry",
  description:
    "Tells whether items of a DynamoDB table expire (time to live), and by which attribute. " +
    "dynamodb_update_time_to_live turns it on or off.",
  effect: { kind: "read" },
  permissions: ["dynamodb:DescribeTimeToLive"],

  input: () => z.strictObject({ table_name: tableName() }),
  output: () =>
    z.object({
      table_name: z.string(),
      time_to_live_status: z.string().describe("ENABLED, ENABLING, DISABLED or DISABLING."),
      attribute_name: z
        .string()
        .nullable()
        .describe("The attribute that holds when an item expires, in seconds since 1970; null when none is set."),
    }),

  execute: ({ table_name }, call) =>
    describeTimeToLive(table_name, call).map(({ TimeToLiveStatus, AttributeName }) => ({
      table_name,
      time_to_live_status: TimeToLiveStatus ?? "DISABLED",
      attribute_name: AttributeName ?? null,
    })),
});

/** The table's expiry as DynamoDB has it. Errors: `not_found`, `forbidden`, … */
export const describeTimeToLive = (tableName: string, call: AwsCall): ResultAsync<TimeToLiveDescription, ToolError> =>
  dynamodb(call, (sdk) => new sdk.DescribeTimeToLiveCommand({ TableName: tableName })).map(
    ({ TimeToLiveDescription: description }) => description ?? {},
  );
