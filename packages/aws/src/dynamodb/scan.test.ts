import type { JsonObject } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { makeLocalTable } from "../testing/local-table.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { dynamodbPutItem } from "./put-item.ts";
import { dynamodbScan } from "./scan.ts";

const local = useLocalTools([dynamodbScan, dynamodbPutItem]);
const ids = Array.from({ length: 12 }, (_none, index) => `item-${index}`).sort();
let table_name = "";

beforeAll(async () => {
  table_name = await makeLocalTable(local().aws);
  for (const [at, id] of ids.entries()) {
    const item_data = { id, at, kind: at % 4 === 0 ? "fourth" : "other" };
    succeeded(await local().call("dynamodb_put_item", { table_name, item_data }));
  }
});

const scan = async (input: object) => succeeded(await local().call("dynamodb_scan", { table_name, ...input }));
const idsOf = (items: readonly JsonObject[]) => items.map(({ id }) => String(id)).sort();

test("keeps the contract of tools", async () => {
  const examples = [{ table_name: "orders" }, { table_name: "orders", segment: 0, total_segments: 4 }];
  expect(await checkToolContract(dynamodbScan, { examples })).toEqual([]);
});

test("reads all pages", async () => {
  const answer = await scan({ limit: 5 });
  expect(idsOf(answer.Items)).toEqual(ids);
  expect(answer).toMatchObject({ Count: 12, ScannedCount: 12, LastEvaluatedKey: null });
});

test("goes on from LastEvaluatedKey, behind a filter too", async () => {
  const filter = { filter_expression: "kind = :k", expression_attribute_values: { ":k": "other" }, max_items: 4 };
  const first = await scan(filter);
  const second = await scan({ ...filter, exclusive_start_key: first.LastEvaluatedKey, max_items: 10 });
  expect([first.Count, second.Count, second.LastEvaluatedKey]).toEqual([4, 5, null]);
  expect(idsOf([...first.Items, ...second.Items])).toEqual(ids.filter((_id, at) => at % 4 !== 0));
});

test("segments join into the whole table", async () => {
  const parts = await Promise.all([0, 1, 2].map((segment) => scan({ segment, total_segments: 3 })));
  expect(idsOf(parts.flatMap(({ Items }) => Items))).toEqual(ids);
});

test("an index and a projection", async () => {
  const answer = await scan({ index_name: "by_kind", projection_expression: "kind" });
  expect(answer.Items.every((item) => Object.keys(item).join() === "kind")).toBe(true);
  expect(answer.Count).toBe(12);
});

test.each([
  ["total_segments", { segment: 0 }],
  ["segment", { total_segments: 2 }],
  ["segment", { segment: 2, total_segments: 2 }],
  ["exclusive_start_key", { exclusive_start_key: { id: "plain" } }],
])("a wrong %s is refused: %j", async (field, input) => {
  const error = (await local().call("dynamodb_scan", { table_name, ...input }))._unsafeUnwrapErr();
  expect([error.code, error.issues?.[0]?.path[0]]).toEqual(["invalid_input", field]);
});
