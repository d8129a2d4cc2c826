import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { makeLocalTable } from "../testing/local-table.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { dynamodbBatchWrite } from "./batch-write.ts";
import { dynamodbScan } from "./scan.ts";

const local = useLocalTools([dynamodbBatchWrite, dynamodbScan]);
const itemsUpTo = (count: number) => Array.from({ length: count }, (_none, at) => ({ id: "a", at }));

test("keeps the contract of tools", async () => {
  const examples = [
    { table_name: "orders", put_items: [{ id: "a", total: 1 }] },
    { table_name: "orders", delete_keys: [{ id: "a" }] },
  ];
  expect(await checkToolContract(dynamodbBatchWrite, { examples })).toEqual([]);
});

test("puts and deletes more than one request takes", async () => {
  const table_name = await makeLocalTable(local().aws);
  const { call } = local();
  expect(succeeded(await call("dynamodb_batch_write", { table_name, put_items: itemsUpTo(60) }))).toEqual({
    table_name,
    put_count: 60,
    deleted_count: 0,
  });
  const both = { table_name, put_items: [{ id: "b", at: 1 }], delete_keys: itemsUpTo(55) };
  expect(succeeded(await call("dynamodb_batch_write", both))).toMatchObject({ put_count: 1, deleted_count: 55 });
  expect(succeeded(await call("dynamodb_scan", { table_name })).Count).toBe(6);
});

test("only a call that deletes destroys", async () => {
  await using toolkit = createToolkit({
    tools: [dynamodbBatchWrite],
    connections: { aws: { aws_region: "us-east-1" } },
    policy: { dryRun: true },
  });
  const planOf = async (input: object) =>
    succeeded(await toolkit.run("dynamodb_batch_write", { table_name: "orders", ...input }));
  expect(await planOf({ put_items: [{ id: "a" }] })).toMatchObject({
    effect: { kind: "write" },
    plan: "Puts 1 items into the DynamoDB table orders and deletes 0 from it.",
  });
  expect(await planOf({ delete_keys: [{ id: "a" }] })).toMatchObject({ effect: { kind: "destroy" } });
});

test.each([
  ["put_items", {}],
  ["put_items", { put_items: [{ id: "plain" }], item_format: "typed" as const }],
  ["delete_keys", { delete_keys: [{}] }],
])("a wrong %s is refused: %j", async (field, input) => {
  const error = (await local().call("dynamodb_batch_write", { table_name: "orders", ...input }))._unsafeUnwrapErr();
  expect([error.code, error.issues?.[0]?.path[0]]).toEqual(["invalid_input", field]);
});

describe("when DynamoDB leaves writes unprocessed", () => {
  const scripted = useScriptedToolkit([dynamodbBatchWrite]);
  const input = { table_name: "orders", put_items: [{ id: "a" }, { id: "b" }], delete_keys: [{ id: "c" }] };
  const left = [{ PutRequest: { Item: { id: { S: "b" } } } }, { DeleteRequest: { Key: { id: { S: "c" } } } }];

  test("sends them again", async () => {
    const { answer, call, requests } = scripted();
    answer("POST /", { json: { UnprocessedItems: { orders: left } } }, { json: {} });
    succeeded(await call("dynamodb_batch_write", input));
    expect(requests[1]?.json()).toEqual({ RequestItems: { orders: left } });
  });

  test("at the deadline the rest is told in the shape of the input", async () => {
    const { answer, call, failure } = scripted();
    answer("POST /", { json: { UnprocessedItems: { orders: left } } });
    const error = failure(await call("dynamodb_batch_write", input, { deadlineMs: 400 }), { code: "partial" });
    expect(error.partial).toEqual({
      done: 1,
      failed: [],
      remaining: { put_items: [{ id: "b" }], delete_keys: [{ id: "c" }] },
    });
  });

  test("an error before anything is written is that error", async () => {
    const { answer, call, failure } = scripted();
    answer("POST /", scriptedError(400, "ResourceNotFoundException"));
    failure(await call("dynamodb_batch_write", input), { code: "not_found", origin: "ResourceNotFoundException" });
  });
});
