import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { makeLocalTable } from "../testing/local-table.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { dynamodbBatchGet } from "./batch-get.ts";
import { dynamodbBatchWrite } from "./batch-write.ts";

const local = useLocalTools([dynamodbBatchGet, dynamodbBatchWrite]);
const keysUpTo = (count: number) => Array.from({ length: count }, (_none, at) => ({ id: "a", at }));

test("keeps the contract of tools", async () => {
  const examples = [{ table_name: "orders", keys: [{ id: "a" }] }];
  expect(await checkToolContract(dynamodbBatchGet, { examples })).toEqual([]);
});

test("reads more than one request takes, and counts what is missing", async () => {
  const table_name = await makeLocalTable(local().aws);
  succeeded(await local().call("dynamodb_batch_write", { table_name, put_items: keysUpTo(120) }));
  local().aws.requests.clear();
  const input = { table_name, keys: keysUpTo(123), projection_expression: "#at", consistent_read: true };
  const names = { expression_attribute_names: { "#at": "at" } };
  const answer = succeeded(await local().call("dynamodb_batch_get", { ...input, ...names }));
  expect(answer).toMatchObject({ Count: 120, missing_count: 3 });
  expect(answer.Items.map(({ at }) => Number(at)).sort((a, b) => a - b)).toEqual(keysUpTo(120).map(({ at }) => at));
  expect(local().aws.requests.list().length).toBe(2);
});

test("the same key twice is refused by DynamoDB", async () => {
  const table_name = await makeLocalTable(local().aws);
  const [key] = keysUpTo(1);
  const result = await local().call("dynamodb_batch_get", { table_name, keys: [key ?? {}, key ?? {}] });
  expectFailure(result, { code: "invalid_input", origin: "ValidationException", answered: true }, local());
});

describe("when DynamoDB leaves keys unprocessed", () => {
  const scripted = useScriptedToolkit([dynamodbBatchGet]);
  const keys = [{ id: "a" }, { id: "b" }];
  const answerTo = (found: readonly string[], left: readonly string[]) => ({
    json: {
      Responses: { orders: found.map((id) => ({ id: { S: id } })) },
      UnprocessedKeys: left.length === 0 ? {} : { orders: { Keys: left.map((id) => ({ id: { S: id } })) } },
    },
  });

  test("asks for them again", async () => {
    const { answer, call, requests } = scripted();
    answer("POST /", answerTo(["a"], ["b"]), answerTo(["b"], []));
    const read = succeeded(await call("dynamodb_batch_get", { table_name: "orders", keys }));
    expect(read).toMatchObject({ Items: keys, Count: 2, missing_count: 0 });
    expect(requests[1]?.json()).toMatchObject({ RequestItems: { orders: { Keys: [{ id: { S: "b" } }] } } });
  });

  test("an error in between is partial and holds what was read and what remains", async () => {
    const { answer, call, failure } = scripted();
    answer("POST /", answerTo(["a"], ["b"]), scriptedError(400, "AccessDeniedException"));
    const error = failure(await call("dynamodb_batch_get", { table_name: "orders", keys }), {
      code: "partial",
      origin: "AccessDeniedException",
    });
    expect(error.partial).toEqual({ done: [{ id: "a" }], failed: [], remaining: [{ id: "b" }] });
  });
});
