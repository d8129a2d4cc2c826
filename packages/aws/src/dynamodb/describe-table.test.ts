import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { makeLocalTable } from "../testing/local-table.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { dynamodbDescribeTable } from "./describe-table.ts";

const local = useLocalTools([dynamodbDescribeTable]);

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(dynamodbDescribeTable, { examples: [{ table_name: "orders" }] })).toEqual([]);
});

test("tells keys, indexes and state", async () => {
  const table_name = await makeLocalTable(local().aws);
  const answer = succeeded(await local().call("dynamodb_describe_table", { table_name }));
  expect(answer).toMatchObject({
    table_name,
    table_arn: expect.stringMatching(new RegExp(`:table/${table_name}$`)),
    table_status: "ACTIVE",
    created_at: expect.stringMatching(/Z$/),
    key_schema: [
      { name: "id", role: "HASH", type: "S" },
      { name: "at", role: "RANGE", type: "N" },
    ],
    billing_mode: "PAY_PER_REQUEST",
    deletion_protection: false,
    stream_view_type: null,
    item_count: 0,
    indexes: [
      {
        index_name: "by_kind",
        kind: "global",
        index_status: "ACTIVE",
        key_schema: [{ name: "kind", role: "HASH", type: "S" }],
        projection: "ALL",
        included_attributes: [],
      },
    ],
  });
});

test("a table that is not there is not_found", async () => {
  const result = await local().call("dynamodb_describe_table", { table_name: "not-there" });
  expectFailure(result, { code: "not_found", origin: "ResourceNotFoundException", answered: true }, local());
});
