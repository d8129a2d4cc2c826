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
});

test("keeps the contract of tools", async () => {
  const item_data = { id: "a", total: 1.5 };
  const condition = { condition_expression: "attribute_not_exists(id)" };
  const examples = [
    { table_name: "orders", item_data },
    { table_name: "orders", item_data, ...condition },
  ];
  expect(await checkToolContract(dynamodbPutItem, { examples })).toEqual([]);
});

test("puts an item, then replaces it and answers with what it was", async () => {
  const { call } = local();
  const put = (item_data: { id: string; at: number; v: number }) =>
    call("dynamodb_put_item", { table_name, item_data });
  expect(succeeded(await put({ id: "a", at: 1, v: 1 }))).toEqual({ table_name, replaced: false, replaced_item: null });
  expect(succeeded(await put({ id: "a", at: 1, v: 2 }))).toEqual({
    table_name,
    replaced: true,
    replaced_item: { id: "a", at: 1, v: 1 },
  });
});

test("a condition that does not hold is a conflict, and nothing changes", async () => {
  const { call } = local();
  const item_data = { id: "b", at: 1, version: 1 };
  const condition = {
    condition_expression: "attribute_not_exists(id) OR #v < :v",
    expression_attribute_names: { "#v": "version" },
    expression_attribute_values: { ":v": 1 },
  };
  succeeded(await call("dynamodb_put_item", { table_name, item_data, ...condition }));
  const again = await call("dynamodb_put_item", { table_name, item_data: { ...item_data, version: 2 }, ...condition });
  expectFailure(again, { code: "conflict", origin: "ConditionalCheckFailedException", answered: true }, local());
  expect(succeeded(await call("dynamodb_get_item", { table_name, key: { id: "b", at: 1 } })).item).toEqual(item_data);
});

test("38 digits, sets and binary go in as typed JSON and come back whole", async () => {
  const { call } = local();
  const item_data = {
    id: { S: "c" },
    at: { N: "1" },
    digits: { N: "12345678901234567890123456789012345678" },
    set: { SS: ["a", "b"] },
    bytes: { B: "AP8=" },
  };
  const item_format = "typed" as const;
  succeeded(await call("dynamodb_put_item", { table_name, item_data, item_format }));
  const key = { id: item_data.id, at: item_data.at };
  expect(succeeded(await call("dynamodb_get_item", { table_name, key, item_format })).item).toEqual(item_data);
});

test("an item without its key is refused by DynamoDB", async () => {
  const result = await local().call("dynamodb_put_item", { table_name, item_data: { id: "a" } });
  expectFailure(result, { code: "invalid_input", origin: "ValidationException", answered: true }, local());
});

test("values that are not typed JSON are refused by name", async () => {
  const input = {
    table_name,
    item_data: { id: { S: "a" }, at: { N: "1" } },
    item_format: "typed" as const,
    condition_expression: "at < :at",
    expression_attribute_values: { ":at": 1 },
  };
  const error = (await local().call("dynamodb_put_item", input))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["expression_attribute_values", ":at"] }] });
});
