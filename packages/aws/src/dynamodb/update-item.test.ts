import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { makeLocalTable } from "../testing/local-table.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { dynamodbUpdateItem } from "./update-item.ts";

const local = useLocalTools([dynamodbUpdateItem]);
const key = { id: "a", at: 1 };
let table_name = "";

beforeAll(async () => {
  table_name = await makeLocalTable(local().aws);
});

test("keeps the contract of tools", async () => {
  const examples = [
    { table_name: "orders", key, update_expression: "SET total = :t", expression_attribute_values: { ":t": 1 } },
  ];
  expect(await checkToolContract(dynamodbUpdateItem, { examples })).toEqual([]);
});

test("creates, sets, counts and removes", async () => {
  const { call } = local();
  const created = await call("dynamodb_update_item", {
    table_name,
    key,
    update_expression: "SET #n = :n ADD visits :one",
    expression_attribute_names: { "#n": "name" },
    expression_attribute_values: { ":n": "花子", ":one": 1 },
  });
  expect(succeeded(created)).toEqual({ table_name, attributes: { ...key, name: "花子", visits: 1 } });
  const counted = await call("dynamodb_update_item", {
    table_name,
    key,
    update_expression: "REMOVE #n ADD visits :one",
    expression_attribute_names: { "#n": "name" },
    expression_attribute_values: { ":one": 1 },
    return_values: "UPDATED_NEW",
  });
  expect(succeeded(counted).attributes).toEqual({ visits: 2 });
});

test("a set grows with typed values, and NONE answers with nothing", async () => {
  const { call } = local();
  const typed = { table_name, key: { id: { S: "b" }, at: { N: "1" } }, item_format: "typed" } as const;
  const add = (tag: string) => ({
    ...typed,
    update_expression: "ADD tags :tags",
    expression_attribute_values: { ":tags": { SS: [tag] } },
  });
  expect(succeeded(await call("dynamodb_update_item", { ...add("x"), return_values: "NONE" })).attributes).toBe(null);
  expect(succeeded(await call("dynamodb_update_item", add("y"))).attributes).toMatchObject({
    tags: { SS: expect.arrayContaining(["x", "y"]) },
  });
});

test("a condition that does not hold is a conflict, and no item is created", async () => {
  const input = {
    table_name,
    key: { id: "none", at: 1 },
    update_expression: "SET v = :v",
    condition_expression: "attribute_exists(id)",
    expression_attribute_values: { ":v": 1 },
  };
  const result = await local().call("dynamodb_update_item", input);
  expectFailure(result, { code: "conflict", origin: "ConditionalCheckFailedException", answered: true }, local());
});

test("an expression that is wrong is refused by DynamoDB, in its words", async () => {
  const result = await local().call("dynamodb_update_item", { table_name, key, update_expression: "SET v" });
  const error = expectFailure(result, { code: "invalid_input", origin: "ValidationException" }, local());
  expect(error.message).toContain("UpdateExpression");
});
