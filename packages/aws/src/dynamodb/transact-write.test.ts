import type { Raw } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, targetOf, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { dynamodbTransactWrite } from "./transact-write.ts";

const scripted = useScriptedToolkit([dynamodbTransactWrite]);
const table_name = "orders";
const actions: Raw<typeof dynamodbTransactWrite.input>["actions"] = [
  { action: "put", table_name, item_data: { id: "a", total: 1 }, condition_expression: "attribute_not_exists(id)" },
  {
    action: "update",
    table_name,
    key: { id: "b" },
    update_expression: "SET #t = :t",
    expression_attribute_names: { "#t": "total" },
    expression_attribute_values: { ":t": 2 },
  },
  { action: "delete", table_name, key: { id: "c" } },
  { action: "check", table_name: "customers", key: { no: 7 }, condition_expression: "attribute_exists(no)" },
];
const cancelled = (reasons: string) =>
  scriptedError(
    400,
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons}]`,
  );

test("keeps the contract of tools", async () => {
  const examples = [{ actions, client_request_token: "order-1" }, { actions: actions.slice(0, 1) }];
  expect(await checkToolContract(dynamodbTransactWrite, { examples: JSON.parse(JSON.stringify(examples)) })).toEqual(
    [],
  );
});

test("sends every action in order, with the caller's token", async () => {
  const { answer, call, requests } = scripted();
  answer("POST /", { json: {} });
  const answered = await call("dynamodb_transact_write", { actions, client_request_token: "order-1" });
  expect(succeeded(answered)).toEqual({ action_count: 4 });
  expect(requests.map(targetOf)).toEqual(["TransactWriteItems"]);
  expect(requests[0]?.json()).toEqual({
    ClientRequestToken: "order-1",
    TransactItems: [
      {
        Put: {
          TableName: table_name,
          Item: { id: { S: "a" }, total: { N: "1" } },
          ConditionExpression: "attribute_not_exists(id)",
        },
      },
      {
        Update: {
          TableName: table_name,
          Key: { id: { S: "b" } },
          UpdateExpression: "SET #t = :t",
          ExpressionAttributeNames: { "#t": "total" },
          ExpressionAttributeValues: { ":t": { N: "2" } },
        },
      },
      { Delete: { TableName: table_name, Key: { id: { S: "c" } } } },
      {
        ConditionCheck: {
          TableName: "customers",
          Key: { no: { N: "7" } },
          ConditionExpression: "attribute_exists(no)",
        },
      },
    ],
  });
});

test.each([
  ["ConditionalCheckFailed, None, None, None", "conflict", false, [{ index: 0, code: "ConditionalCheckFailed" }]],
  ["None, TransactionConflict, None, None", "conflict", true, [{ index: 1, code: "TransactionConflict" }]],
  ["None, ValidationError, None, None", "invalid_input", false, [{ index: 1, code: "ValidationError" }]],
] as const)("cancelled because of [%s] is %s, retryable %j", async (reasons, code, retryable, expected) => {
  const { answer, call, failure } = scripted();
  answer("POST /", cancelled(reasons));
  const error = failure(await call("dynamodb_transact_write", { actions }), {
    code,
    origin: "TransactionCanceledException",
  });
  expect(error).toMatchObject({ retryable, details: { reasons: expected } });
  expect(error.message).toContain(`actions[${expected[0].index}]`);
});

test.each([
  [{ action: "put", table_name, key: { id: "a" } }],
  [{ action: "check", table_name, key: { id: "a" } }],
  [{ action: "increment", table_name, key: { id: "a" } }],
])("an action that cannot work is refused before anything is sent: %j", async (action) => {
  const { run, requests } = scripted();
  const error = (await run("dynamodb_transact_write", { actions: [action] as never }))._unsafeUnwrapErr();
  expect([error.code, error.issues?.[0]?.path.slice(0, 2)]).toEqual(["invalid_input", ["actions", 0]]);
  expect(requests).toEqual([]);
});
