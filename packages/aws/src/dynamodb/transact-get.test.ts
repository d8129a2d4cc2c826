import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, targetOf, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { dynamodbTransactGet } from "./transact-get.ts";

const scripted = useScriptedToolkit([dynamodbTransactGet]);
const gets = [
  { table_name: "orders", key: { id: "a" }, projection_expression: "id" },
  { table_name: "customers", key: { no: 7 } },
];

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(dynamodbTransactGet, { examples: [{ gets }] })).toEqual([]);
});

test("reads items of several tables in the order of gets", async () => {
  const { answer, call, requests } = scripted();
  answer("POST /", { json: { Responses: [{ Item: { id: { S: "a" } } }, {}] } });
  expect(succeeded(await call("dynamodb_transact_get", { gets })).results).toEqual([
    { table_name: "orders", found: true, item: { id: "a" } },
    { table_name: "customers", found: false, item: null },
  ]);
  expect(requests.map(targetOf)).toEqual(["TransactGetItems"]);
  expect(requests[0]?.json()).toEqual({
    TransactItems: [
      { Get: { TableName: "orders", Key: { id: { S: "a" } }, ProjectionExpression: "id" } },
      { Get: { TableName: "customers", Key: { no: { N: "7" } } } },
    ],
  });
});

test("a conflict with another transaction names the item and may pass", async () => {
  const { answer, call, failure } = scripted();
  const message =
    "Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]";
  answer("POST /", scriptedError(400, "TransactionCanceledException", message));
  const error = failure(await call("dynamodb_transact_get", { gets }), {
    code: "conflict",
    origin: "TransactionCanceledException",
  });
  expect(error).toMatchObject({ retryable: true, details: { reasons: [{ index: 1, code: "TransactionConflict" }] } });
});
