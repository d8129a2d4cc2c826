import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { describeTimeToLive } from "./describe-time-to-live.ts";
import { tableName } from "./schema.ts";
import { dynamodb } from "./service.ts";

/**
 * Turns a table's expiry on or off. Turned on, DynamoDB deletes items whose time is over: the effect is `destroy`.
 *
 * @see Amazon DynamoDB API Reference, UpdateTimeToLive
 * @see Amazon DynamoDB Developer Guide, Using time to live (TTL) in DynamoDB
 */
export const dynamodbUpdateTimeToLive = awsTool({
  name: "dynamodb_update_time_to_live",
  title: "Set a DynamoDB table's expiry",
  description:
    "Turns the expiry of a DynamoDB table's items (time to live) on or off. Turned on, DynamoDB deletes each item within days after " +
    "the time in its attribute, a number of seconds since 1970; items without it stay. A change takes up to an hour, in which " +
    "DynamoDB refuses another one; dynamodb_describe_time_to_live tells how far it is.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["dynamodb:UpdateTimeToLive", "dynamodb:DescribeTimeToLive"],

  input: () =>
    z.strictObject({
      table_name: tableName(),
      attribute_name: z
        .string()
        .min(1)
        .max(255)
        .describe(
          "The attribute that holds when an item expires, as a number of seconds since 1970. To turn the expiry off, the one it is on for.",
        ),
      enabled: z.boolean().default(true).describe("True turns the expiry on, false off."),
    }),
  output: () =>
    z.object({
      table_name: z.string(),
      attribute_name: z.string(),
      enabled: z.boolean(),
      changed: z.boolean().describe("False when it was so already, or is on the way to it."),
    }),

  plan: ({ table_name, attribute_name, enabled }) =>
    enabled
      ? `Lets DynamoDB delete items of the table ${table_name} after the time in their attribute ${attribute_name}.`
      : `Turns off the expiry of items of the table ${table_name}.`,

  execute: ({ table_name, attribute_name, enabled }, call) => {
    const answer = { table_name, attribute_name, enabled };
    return dynamodb(
      call,
      (sdk) =>
        new sdk.UpdateTimeToLiveCommand({
          TableName: table_name,
          TimeToLiveSpecification: { AttributeName: attribute_name, Enabled: enabled },
        }),
    )
      .map(() => ({ ...answer, changed: true }))
      .orElse((refusal) => {
        if (refusal.origin?.code !== "ValidationException") return errAsync(refusal);
        return describeTimeToLive(table_name, call)
          .mapErr(() => refusal)
          .andThen(({ TimeToLiveStatus: status = "DISABLED", AttributeName }) => {
            const isSo = enabled
              ? ["ENABLED", "ENABLING"].includes(status) && AttributeName === attribute_name
              : ["DISABLED", "DISABLING"].includes(status);
            return isSo ? okAsync({ ...answer, changed: false }) : errAsync(refusal);
          });
      });
  },
});
