import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, targetOf, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { dynamodbExecuteStatement } from "./execute-statement.ts";

const scripted = useScriptedToolkit([dynamodbExecuteStatement]);
const select = 'SELECT * FROM "orders" WHERE id = ? AND at > ?';

test("keeps the contract of tools", async () => {
  const examples = [
    { statement: select, parameters: ["a", 1] },
    { statement: "DELETE FROM orders\n WHERE id = ?", parameters: ["a"] },
  ];
  expect(await checkToolContract(dynamodbExecuteStatement, { examples })).toEqual([]);
});

test("runs a SELECT and goes on with its token", async () => {
  const { answer, call, requests } = scripted();
  answer("POST /", { json: { Items: [{ id: { S: "a" } }], NextToken: "more" } }, { json: { Items: [] } });
  const input = { statement: select, parameters: ["a", 1], consistent_read: true, limit: 5 };
  const first = succeeded(await call("dynamodb_execute_statement", input));
  expect(first).toEqual({ Items: [{ id: "a" }], Count: 1, next_token: "more" });
  const second = succeeded(await call("dynamodb_execute_statement", { ...input, next_token: "more" }));
  expect(second).toEqual({ Items: [], Count: 0, next_token: null });
  expect(requests.map(targetOf)).toEqual(["ExecuteStatement", "ExecuteStatement"]);
  expect(requests.map((request) => request.json())).toEqual([
    { Statement: select, Parameters: [{ S: "a" }, { N: "1" }], ConsistentRead: true, Limit: 5 },
    { Statement: select, Parameters: [{ S: "a" }, { N: "1" }], ConsistentRead: true, Limit: 5, NextToken: "more" },
  ]);
});

test("a write is sent without what only a SELECT takes", async () => {
  const { answer, call, requests } = scripted();
  answer("POST /", { json: { Items: [] } });
  const statement = "INSERT INTO orders VALUE {'id': 'a'}";
  succeeded(await call("dynamodb_execute_statement", { statement }));
  expect(requests[0]?.json()).toEqual({ Statement: statement });
});

test.each([
  [" select * FROM orders", "read"],
  ["INSERT INTO orders VALUE {'id': ?}", "write"],
  ["update orders SET a = 1 WHERE id = ?", "write"],
  ["DELETE FROM orders WHERE id = ?", "destroy"],
  ["-- SELECT\nDELETE FROM orders", "destroy"],
  ["SELECTED", "destroy"],
])("%j is a %s", (statement, kind) => {
  const effect = dynamodbExecuteStatement.effectOf?.({
    statement,
    parameters: [],
    consistent_read: false,
    limit: 1,
    item_format: "plain",
  });
  expect(effect).toMatchObject({ kind });
});

test("a read-only toolkit runs SELECT alone", async () => {
  const { answer, url } = scripted();
  answer("POST /", { json: { Items: [] } });
  await using toolkit = createToolkit({
    tools: [dynamodbExecuteStatement],
    connections: {
      aws: {
        aws_region: "us-east-1",
        aws_endpoint_url: url,
        aws_access_key_id: "AKIDLOCALTEST0000000",
        aws_secret_access_key: "local-test-secret",
      },
    },
    policy: { readOnly: true },
  });
  succeeded(await toolkit.call("dynamodb_execute_statement", { statement: select }));
  const write = await toolkit.call("dynamodb_execute_statement", { statement: "DELETE FROM orders" });
  expect(write._unsafeUnwrapErr().code).toBe("forbidden");
});

test("parameters that are not typed JSON are refused by index", async () => {
  const input = { statement: select, parameters: [{ S: "a" }, 1], item_format: "typed" as const };
  const error = (await scripted().call("dynamodb_execute_statement", input))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["parameters", "1"] }] });
});

test("a statement that is wrong is refused by DynamoDB, in its words", async () => {
  const { answer, call, failure } = scripted();
  answer("POST /", scriptedError(400, "ValidationException", "Statement wasn't well formed"));
  const error = failure(await call("dynamodb_execute_statement", { statement: "SELECT" }), {
    code: "invalid_input",
    origin: "ValidationException",
  });
  expect(error.message).toContain("well formed");
});
