import type { WriteRequest } from "@aws-sdk/client-dynamodb";
import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, Result } from "neverthrow";
import { awsTool } from "../connector.ts";
import { processAll, type Unfinished } from "./process-all.ts";
import { itemFormat, itemKey, jsonItem, tableName } from "./schema.ts";
import { dynamodb } from "./service.ts";
import { fromAttributes, type ItemFormat, toAttributes } from "./values.ts";

/** DynamoDB takes no more writes in one request. */
const writesAtOnce = 25;
const mostWrites = 1000;

const input = () =>
  z
    .strictObject({
      table_name: tableName(),
      put_items: z.array(jsonItem()).max(mostWrites).default([]).describe("Whole items to put, their keys included."),
      delete_keys: z.array(itemKey()).max(mostWrites).default([]).describe("Primary keys of items to delete."),
      item_format: itemFormat(),
    })
    .superRefine(({ put_items, delete_keys }, context) => {
      if (put_items.length + delete_keys.length === 0) {
        context.addIssue({ code: "custom", path: ["put_items"], message: "is empty, and so is delete_keys" });
      }
    });

/**
 * Puts and deletes many items; what DynamoDB leaves unprocessed is sent again. Not one transaction.
 *
 * @see Amazon DynamoDB API Reference, BatchWriteItem
 */
export const dynamodbBatchWrite = awsTool({
  name: "dynamodb_batch_write",
  title: "Put and delete many DynamoDB items",
  description:
    "Puts and deletes many items of one DynamoDB table, each by itself; a put replaces the item of the same key. One key may occur once only. " +
    "If some cannot be written the call ends with `partial`, which holds what remains in the shape of the input, to be sent again. " +
    "For all or nothing, or with conditions, use dynamodb_transact_write.",
  effect: { kind: "destroy", idempotent: true },
  effectOf: ({ delete_keys }) => ({ kind: delete_keys.length > 0 ? "destroy" : "write", idempotent: true }),
  permissions: ["dynamodb:BatchWriteItem"],
  input,
  output: () => z.object({ table_name: z.string(), put_count: z.int(), deleted_count: z.int() }),

  plan: ({ table_name, put_items, delete_keys }) =>
    `Puts ${put_items.length} items into the DynamoDB table ${table_name} and deletes ${delete_keys.length} from it.`,

  execute: (request, call) =>
    writesOf(request).asyncAndThen((writes) =>
      processAll(call, writes, writesAtOnce, (chunk) =>
        dynamodb(
          call,
          (sdk) => new sdk.BatchWriteItemCommand({ RequestItems: { [request.table_name]: [...chunk] } }),
        ).map(({ UnprocessedItems = {} }) => Object.values(UnprocessedItems).flat()),
      ).andThen((unfinished) =>
        unfinished.error === undefined
          ? ok({
              table_name: request.table_name,
              put_count: request.put_items.length,
              deleted_count: request.delete_keys.length,
            })
          : err(partialError(unfinished.error, writes.length, unfinished, request.item_format)),
      ),
    ),

  present: ({ table_name, put_count, deleted_count }) => [
    { type: "text", text: `Put ${put_count} items into ${table_name} and deleted ${deleted_count}.` },
  ],
});

const writesOf = (request: z.output<ReturnType<typeof input>>): Result<WriteRequest[], ToolError> =>
  Result.combine([
    ...request.put_items.map((item) =>
      toAttributes(item, request.item_format, "put_items").map((Item): WriteRequest => ({ PutRequest: { Item } })),
    ),
    ...request.delete_keys.map((key) =>
      toAttributes(key, request.item_format, "delete_keys").map((Key): WriteRequest => ({ DeleteRequest: { Key } })),
    ),
  ]);

const partialError = (
  error: ToolError,
  total: number,
  { left }: Unfinished<WriteRequest>,
  format: ItemFormat,
): ToolError => {
  if (left.length === total) return error;
  const done = total - left.length;
  return toolError("partial", `${done} of ${total} items are written, the rest is not: ${error.message}`, {
    hint: "Send what remains again; a repeated put or delete changes nothing more.",
    ...(error.origin === undefined ? {} : { origin: error.origin }),
    partial: {
      done,
      failed: [],
      remaining: {
        put_items: left.flatMap(({ PutRequest }) =>
          PutRequest?.Item ? [fromAttributes(PutRequest.Item, format)] : [],
        ),
        delete_keys: left.flatMap(({ DeleteRequest }) =>
          DeleteRequest?.Key ? [fromAttributes(DeleteRequest.Key, format)] : [],
        ),
      },
    },
  });
};
