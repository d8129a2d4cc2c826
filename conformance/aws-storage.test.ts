import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createToolkit, describeError, type ToolError, type Toolkit } from "@tsunagu/core";
import type { Result } from "neverthrow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as dynamodbTools from "../packages/aws/src/dynamodb/index.ts";
import * as s3Tools from "../packages/aws/src/s3/index.ts";
import { attachRecorder } from "./support/attach-recorder.ts";
import { startMoto } from "./support/moto.ts";

const credentials = { accessKeyId: "AKIDLOCALTEST0000000", secretAccessKey: "local-test-secret" };
const region = "us-east-1";
const aws = attachRecorder(startMoto);

const tools = [
  s3Tools.s3CreateBucket,
  s3Tools.s3Operator,
  s3Tools.s3ListObjects,
  s3Tools.s3HeadObject,
  s3Tools.s3GetObject,
  s3Tools.s3PutObject,
  s3Tools.s3CopyObject,
  s3Tools.s3DeleteObject,
  s3Tools.s3DeleteObjects,
  s3Tools.s3Presign,
  dynamodbTools.dynamodbGetItem,
  dynamodbTools.dynamodbPutItem,
  dynamodbTools.dynamodbUpdateItem,
  dynamodbTools.dynamodbDeleteItem,
  dynamodbTools.dynamodbQuery,
  dynamodbTools.dynamodbScan,
  dynamodbTools.dynamodbBatchGet,
  dynamodbTools.dynamodbBatchWrite,
  dynamodbTools.dynamodbTransactGet,
  dynamodbTools.dynamodbTransactWrite,
  dynamodbTools.dynamodbExecuteStatement,
  dynamodbTools.dynamodbDescribeTable,
] as const;

let opened: Toolkit<typeof tools> | undefined;
const toolkit = (): Toolkit<typeof tools> => {
  opened ??= createToolkit({
    tools,
    connections: {
      aws: {
        aws_access_key_id: credentials.accessKeyId,
        aws_secret_access_key: credentials.secretAccessKey,
        aws_region: region,
        aws_endpoint_url: aws().url,
      },
    },
  });
  return opened;
};
afterAll(() => opened?.close());

const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};

describe("S3 objects", () => {
  const bucket_name = "storage-records";
  const s3_uri = `s3://${bucket_name}/notes/今日 #1?%2F+.txt`;

  test("s3_presign writes and reads, s3_head_object describes", async () => {
    const { call } = toolkit();
    succeeded(await call("s3_create_bucket", { bucket_name }));
    const put = succeeded(await call("s3_presign", { s3_uri, operation_type: "write", content_type: "text/x-notes" }));
    const { method, presigned_url, required_headers: headers } = put;
    expect((await fetch(presigned_url, { method, headers, body: "hello" })).status).toBe(200);
    const get = succeeded(await call("s3_presign", { s3_uri, download_name: "a.txt" }));
    expect(await (await fetch(get.presigned_url)).text()).toBe("hello");
    expect(succeeded(await call("s3_head_object", { s3_uri }))).toMatchObject({
      content_length: 5,
      content_type: "text/x-notes",
    });
    const missing = await call("s3_head_object", { s3_uri: `${s3_uri}-none` });
    expect(missing._unsafeUnwrapErr().code).toBe("not_found");
  });

  test("s3_copy_object, s3_delete_object and s3_delete_objects", async () => {
    const { call } = toolkit();
    const copies = ["a & b.txt", "c/<d>.txt", "e.txt"];
    for (const key of copies) {
      const copy = { source_s3_uri: s3_uri, s3_uri: `s3://${bucket_name}/${key}` };
      expect(succeeded(await call("s3_copy_object", copy))).toMatchObject({ size: 5, object_key: key });
    }
    expect(succeeded(await call("s3_operator", { s3_uri: `s3://${bucket_name}/e.txt` })).text).toBe("hello");
    succeeded(await call("s3_delete_object", { s3_uri: `s3://${bucket_name}/e.txt` }));
    const object_keys = [...copies.slice(0, 2), "none"];
    expect(succeeded(await call("s3_delete_objects", { bucket_name, object_keys }))).toMatchObject({
      ok: 3,
      failed: 0,
    });
    expect(succeeded(await call("s3_list_objects", { bucket_name })).objects.map(({ key }) => key)).toEqual([
      s3_uri.slice(`s3://${bucket_name}/`.length),
    ]);
  });

  test("s3_put_object stores what s3_get_object gets, text and bytes", async () => {
    const { call } = toolkit();
    const to = `s3://${bucket_name}/inline/雪.txt`;
    const notes = { metadata: { owner: "sato" }, tags: { stage: "test" }, content_type: "text/plain; charset=utf-8" };
    const stored = succeeded(await call("s3_put_object", { s3_uri: to, body: "雪と月", ...notes }));
    expect(succeeded(await call("s3_get_object", { s3_uri: to }))).toMatchObject({
      ...{ body: "雪と月", body_encoding: "utf-8", etag: stored.etag, metadata: { owner: "sato" } },
    });
    const body = Buffer.from([0, 255, 1]).toString("base64");
    succeeded(await call("s3_put_object", { s3_uri: to, body, body_encoding: "base64" }));
    expect(succeeded(await call("s3_get_object", { s3_uri: to, first_byte: 1, last_byte: 1 }))).toMatchObject({
      ...{ body: "/w==", body_encoding: "base64", byte_range: { first_byte: 1, last_byte: 1, object_size: 3 } },
    });
  });
});

describe("DynamoDB items", () => {
  const table_name = "storage-orders";
  const itemsUpTo = (count: number) =>
    Array.from({ length: count }, (_none, line) => ({ id: "a", line, even: line % 2 }));

  beforeAll(async () => {
    const client = new DynamoDBClient({ endpoint: aws().url, region, credentials });
    await client.send(
      new CreateTableCommand({
        TableName: table_name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: "id", AttributeType: "S" },
          { AttributeName: "line", AttributeType: "N" },
        ],
        KeySchema: [
          { AttributeName: "id", KeyType: "HASH" },
          { AttributeName: "line", KeyType: "RANGE" },
        ],
      }),
    );
    client.destroy();
  });

  test("dynamodb_describe_table", async () => {
    const answer = succeeded(await toolkit().call("dynamodb_describe_table", { table_name }));
    expect(answer).toMatchObject({
      table_status: "ACTIVE",
      key_schema: [
        { name: "id", role: "HASH", type: "S" },
        { name: "line", role: "RANGE", type: "N" },
      ],
    });
  });

  test("dynamodb_batch_write, dynamodb_batch_get, dynamodb_query and dynamodb_scan", async () => {
    const { call } = toolkit();
    succeeded(await call("dynamodb_batch_write", { table_name, put_items: itemsUpTo(30) }));
    succeeded(await call("dynamodb_batch_write", { table_name, delete_keys: [{ id: "a", line: 29 }] }));
    const keys = itemsUpTo(31).map(({ id, line }) => ({ id, line }));
    expect(succeeded(await call("dynamodb_batch_get", { table_name, keys }))).toMatchObject({
      Count: 29,
      missing_count: 2,
    });
    const even = {
      table_name,
      key_condition_expression: "id = :id",
      filter_expression: "#even = :even",
      expression_attribute_names: { "#even": "even" },
      expression_attribute_values: { ":id": "a", ":even": 0 },
      max_items: 4,
    };
    const first = succeeded(await call("dynamodb_query", even));
    const exclusive_start_key = first.LastEvaluatedKey ?? {};
    const rest = succeeded(await call("dynamodb_query", { ...even, max_items: 100, exclusive_start_key }));
    expect([...first.Items, ...rest.Items].map(({ line }) => line)).toEqual(
      Array.from({ length: 15 }, (_none, index) => index * 2),
    );
    expect(succeeded(await call("dynamodb_scan", { table_name, limit: 7 })).Count).toBe(29);
  });

  test("dynamodb_put_item, dynamodb_get_item, dynamodb_update_item and dynamodb_delete_item", async () => {
    const { call } = toolkit();
    const key = { id: "b", line: 1 };
    const once = { table_name, item_data: { ...key, total: 1.5 }, condition_expression: "attribute_not_exists(id)" };
    expect(succeeded(await call("dynamodb_put_item", once)).replaced).toBe(false);
    expect((await call("dynamodb_put_item", once))._unsafeUnwrapErr().code).toBe("conflict");
    const digits = "12345678901234567890123456789012345678";
    const updated = await call("dynamodb_update_item", {
      table_name,
      key: { id: { S: "b" }, line: { N: "1" } },
      update_expression: "SET big = :big ADD tags :tags",
      expression_attribute_values: { ":big": { N: digits }, ":tags": { SS: ["x"] } },
      item_format: "typed",
    });
    expect(succeeded(updated).attributes).toMatchObject({ big: { N: digits }, tags: { SS: ["x"] } });
    expect(succeeded(await call("dynamodb_get_item", { table_name, key })).item).toEqual({
      ...key,
      total: 1.5,
      big: digits,
      tags: ["x"],
    });
    expect(succeeded(await call("dynamodb_delete_item", { table_name, key }))).toMatchObject({ found: true });
    expect(succeeded(await call("dynamodb_get_item", { table_name, key })).found).toBe(false);
  });

  test("dynamodb_transact_write and dynamodb_transact_get", async () => {
    const { call } = toolkit();
    const key = { id: "c", line: 1 };
    const put = {
      action: "put",
      table_name,
      item_data: { ...key, total: 1 },
      condition_expression: "attribute_not_exists(id)",
    } as const;
    const check = {
      action: "check",
      table_name,
      key: { id: "a", line: 1 },
      condition_expression: "attribute_exists(id)",
    } as const;
    succeeded(await call("dynamodb_transact_write", { actions: [put, check], client_request_token: "order-1" }));
    const again = (await call("dynamodb_transact_write", { actions: [check, put] }))._unsafeUnwrapErr();
    expect(again).toMatchObject({
      code: "conflict",
      details: { reasons: [{ index: 1, code: "ConditionalCheckFailed" }] },
    });
    const gets = [
      { table_name, key },
      { table_name, key: { id: "none", line: 1 } },
    ];
    expect(succeeded(await call("dynamodb_transact_get", { gets })).results).toEqual([
      { table_name, found: true, item: { ...key, total: 1 } },
      { table_name, found: false, item: null },
    ]);
    const update = {
      action: "update",
      table_name,
      key,
      update_expression: "SET done = :yes",
      expression_attribute_values: { ":yes": true },
    } as const;
    const remove = { action: "delete", table_name, key: { id: "a", line: 0 } } as const;
    expect(succeeded(await call("dynamodb_transact_write", { actions: [update, remove] })).action_count).toBe(2);
  });

  test("dynamodb_execute_statement", async () => {
    const { call } = toolkit();
    const statement = `SELECT * FROM "${table_name}" WHERE id = ? AND line = ?`;
    const found = succeeded(await call("dynamodb_execute_statement", { statement, parameters: ["c", 1] }));
    expect(found).toMatchObject({ Items: [{ id: "c", line: 1, total: 1, done: true }], next_token: null });
    const update = `UPDATE "${table_name}" SET note=? WHERE id=? AND line=?`;
    succeeded(await call("dynamodb_execute_statement", { statement: update, parameters: ["seen", "c", 1] }));
    const insert = `INSERT INTO "${table_name}" VALUE {'id': 'd', 'line': 1}`;
    succeeded(await call("dynamodb_execute_statement", { statement: insert }));
    const keys = [
      { id: "c", line: 1 },
      { id: "d", line: 1 },
    ];
    const read = succeeded(await call("dynamodb_batch_get", { table_name, keys }));
    expect(read.Items).toEqual(expect.arrayContaining([expect.objectContaining({ note: "seen" }), keys[1]]));
  });
});
