import type { JsonObject, Raw } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { makeLocalTable } from "../testing/local-table.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { dynamodbPutItem } from "./put-item.ts";
import { dynamodbQuery } from "./query.ts";

const local = useLocalTools([dynamodbQuery, dynamodbPutItem]);
let table_name = "";

/** 20 items of one partition; every third is `odd`. */
beforeAll(async () => {
  table_name = await makeLocalTable(local().aws);
  for (let at = 0; at < 20; at++) {
    const item_data = { id: "a", at, kind: at % 3 === 0 ? "odd" : "even" };
    succeeded(await local().call("dynamodb_put_item", { table_name, item_data }));
  }
});

type Input = Raw<typeof dynamodbQuery.input>;
const query = async (more: Partial<Input> = {}) => {
  const { expression_attribute_values = {}, ...rest } = more;
  const input = {
    table_name,
    key_condition_expression: "id = :id",
    expression_attribute_values: { ":id": "a", ...expression_attribute_values },
    ...rest,
  };
  return succeeded(await local().call("dynamodb_query", input));
};
const odd = { filter_expression: "kind = :kind", expression_attribute_values: { ":kind": "odd" } };
const sorts = (items: readonly JsonObject[]) => items.map(({ at }) => at);
const upTo = (count: number) => Array.from({ length: count }, (_none, at) => at);

test("keeps the contract of tools", async () => {
  const examples = [
    { table_name: "orders", key_condition_expression: "id = :id", expression_attribute_values: { ":id": "a" } },
  ];
  expect(await checkToolContract(dynamodbQuery, { examples })).toEqual([]);
});

test("reads all pages in order, and backward", async () => {
  const all = await query({ limit: 7 });
  expect(sorts(all.Items)).toEqual(upTo(20));
  expect(all).toMatchObject({ Count: 20, ScannedCount: 20, LastEvaluatedKey: null });
  expect(sorts((await query({ scan_index_forward: false })).Items)).toEqual(upTo(20).toReversed());
});

test.each([
  { max_items: 6 },
  { max_items: 3, limit: 2 },
  { max_items: 2, ...odd },
  { max_items: 1, ...odd, limit: 4 },
  { max_items: 3, ...odd, limit: 20 },
  { max_items: 100, max_pages: 1, limit: 3 },
  { max_items: 1, max_pages: 1, ...odd },
])("calls that go on from LastEvaluatedKey see each item once: %j", async (more) => {
  const seen: unknown[] = [];
  let from: JsonObject | null = null;
  do {
    const start: { exclusive_start_key?: JsonObject } = from === null ? {} : { exclusive_start_key: from };
    const answer: Awaited<ReturnType<typeof query>> = await query({ ...more, ...start });
    expect(answer.Count).toBeLessThanOrEqual(more.max_items);
    seen.push(...sorts(answer.Items));
    from = answer.LastEvaluatedKey;
  } while (from !== null);
  expect(seen).toEqual("filter_expression" in more ? upTo(20).filter((at) => at % 3 === 0) : upTo(20));
});

test("max_pages ends a query whose filter lets nothing through", async () => {
  const none = { filter_expression: "kind = :kind", expression_attribute_values: { ":kind": "none" } };
  const answer = await query({ ...none, limit: 2, max_pages: 3 });
  expect(answer).toMatchObject({ Items: [], ScannedCount: 6, LastEvaluatedKey: { id: { S: "a" }, at: { N: "5" } } });
});

test("an index, a sort condition and a projection", async () => {
  const input = {
    key_condition_expression: "kind = :kind",
    index_name: "by_kind",
    projection_expression: "#at",
    expression_attribute_names: { "#at": "at" },
  };
  const found = await local().call("dynamodb_query", {
    table_name,
    ...input,
    expression_attribute_values: { ":kind": "odd" },
  });
  expect(succeeded(found).Items.map((item) => Object.keys(item))).toEqual(Array(7).fill(["at"]));
  const between = {
    key_condition_expression: "id = :id AND #at BETWEEN :from AND :to",
    expression_attribute_names: { "#at": "at" },
    expression_attribute_values: { ":from": 5, ":to": 7 },
  };
  expect(sorts((await query(between)).Items)).toEqual([5, 6, 7]);
});

test("typed JSON comes back as DynamoDB has it", async () => {
  const input = { table_name, key_condition_expression: "id = :id", item_format: "typed", max_items: 1 } as const;
  const answer = await local().call("dynamodb_query", { ...input, expression_attribute_values: { ":id": { S: "a" } } });
  expect(succeeded(answer).Items).toEqual([{ id: { S: "a" }, at: { N: "0" }, kind: { S: "odd" } }]);
});

test("an index that is not there is refused by DynamoDB", async () => {
  const result = await local().call("dynamodb_query", {
    table_name,
    index_name: "not-there",
    key_condition_expression: "id = :id",
    expression_attribute_values: { ":id": "a" },
  });
  expectFailure(result, { code: "invalid_input", origin: "ValidationException", answered: true }, local());
});
