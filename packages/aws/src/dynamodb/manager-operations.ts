import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { invalidField, type Progress, type ToolError } from "@tsunagu/core";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { createTable } from "./create-table.ts";
import type { Answer, Request } from "./manager-schema.ts";
import { dynamodb } from "./service.ts";
import { fromAttributes, isBase64, isNumeral, toAttributes } from "./values.ts";

type Operation = (
  request: Request,
  call: AwsCall & { report(progress: Progress): void },
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

/** What each operation_type does. */
export const operations: Readonly<Record<Request["operation_type"], Operation>> = {
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
