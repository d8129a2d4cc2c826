import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { makeLocalTable } from "../testing/local-table.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { dynamodbDeleteItem } from "./delete-item.ts";
import { dynamodbPutItem } from "./put-item.ts";

const local = useLocalTools([dynamodbDeleteItem, dynamodbPutItem]);
const key = { id: "a", at: 1 };
let table_name = "";

beforeAll(async () => {
  table_name = await makeLocalTable(local().aws);
});

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(dynamodbDeleteItem, { examples: [{ table_name: "orders", key }] })).toEqual([]);
});

test("deletes an item that meets the condition, answers with it, and finds none the second time", async () => {
  const { call } = local();
  succeeded(await call("dynamodb_put_item", { table_name, item_data: { ...key, v: 1 } }));
  const wrong = {
    table_name,
    key,
    condition_expression: "v = :v",
    expression_attribute_values: { ":v": 2 },
  };
  const refused = await call("dynamodb_delete_item", wrong);
  expectFailure(refused, { code: "conflict", origin: "ConditionalCheckFailedException", answered: true }, local());
  const right = { ...wrong, expression_attribute_values: { ":v": 1 } };
  expect(succeeded(await call("dynamodb_delete_item", right))).toEqual({
    table_name,
    found: true,
    item: { ...key, v: 1 },
  });
  expect(succeeded(await call("dynamodb_delete_item", { table_name, key }))).toEqual({
    table_name,
    found: false,
    item: null,
  });
});
