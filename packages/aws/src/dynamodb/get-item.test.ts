import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { makeLocalTable } from "../testing/local-table.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { dynamodbGetItem } from "./get-item.ts";
import { dynamodbPutItem } from "./put-item.ts";

const local = useLocalTools([dynamodbGetItem, dynamodbPutItem]);
let table_name = "";

beforeAll(async () => {
  table_name = await makeLocalTable(local().aws);
  const item_data = { id: "a", at: 1, name: "花子", big: 9007199254740991, tags: ["x", null] };
  succeeded(await local().call("dynamodb_put_item", { table_name, item_data }));
});

test("keeps the contract of tools", async () => {
  const examples = [{ table_name: "orders", key: { id: "a", at: 1 }, projection_expression: "id" }];
  expect(await checkToolContract(dynamodbGetItem, { examples })).toEqual([]);
});

test("gets an item, plain, typed and in part", async () => {
  const { call } = local();
  const key = { id: "a", at: 1 };
  expect(succeeded(await call("dynamodb_get_item", { table_name, key, consistent_read: true }))).toEqual({
    table_name,
    found: true,
    item: { id: "a", at: 1, name: "花子", big: 9007199254740991, tags: ["x", null] },
  });
  const part = {
    table_name,
    key: { id: { S: "a" }, at: { N: "1" } },
    item_format: "typed",
    projection_expression: "#n, #at",
    expression_attribute_names: { "#n": "name", "#at": "at" },
  } as const;
  expect(succeeded(await call("dynamodb_get_item", part)).item).toEqual({ name: { S: "花子" }, at: { N: "1" } });
});

test("a missing item is found false", async () => {
  const answer = succeeded(await local().call("dynamodb_get_item", { table_name, key: { id: "none", at: 1 } }));
  expect(answer).toEqual({ table_name, found: false, item: null });
});

test.each([
  ["key", { key: {} }],
  ["key", { key: { a: 1, b: 2, c: 3 } }],
  ["key", { key: { id: "a", at: 1 }, item_format: "typed" as const }],
  ["expression_attribute_names", { key: { id: "a", at: 1 }, expression_attribute_names: { name: "name" } }],
])("a wrong %s is refused before anything is sent", async (field, input) => {
  local().aws.requests.clear();
  const { code, issues } = (await local().call("dynamodb_get_item", { table_name, ...input }))._unsafeUnwrapErr();
  expect([code, issues?.[0]?.path[0]]).toEqual(["invalid_input", field]);
  expect(local().aws.requests.list()).toEqual([]);
});

test("a table that is not there is not_found", async () => {
  const result = await local().call("dynamodb_get_item", { table_name: "not-there", key: { id: "a" } });
  expectFailure(result, { code: "not_found", origin: "ResourceNotFoundException", answered: true }, local());
});
