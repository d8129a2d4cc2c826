import { expect, test } from "vitest";
import { scriptedError, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { dynamodbQuery } from "./query.ts";
import { dynamodbScan } from "./scan.ts";

const scripted = useScriptedToolkit([dynamodbQuery, dynamodbScan]);
const page = (id: string) => ({
  json: { Items: [{ id: { S: id } }], Count: 1, ScannedCount: 3, LastEvaluatedKey: { id: { S: id } } },
});
const refused = scriptedError(400, "AccessDeniedException");
const query = {
  table_name: "orders",
  key_condition_expression: "id = :id",
  expression_attribute_values: { ":id": "a" },
};

test.each([
  ["dynamodb_query", query],
  ["dynamodb_scan", { table_name: "orders" }],
] as const)("%s keeps the pages before one that fails, and says where to go on", async (name, input) => {
  scripted().answer("POST /", page("one"), page("two"), refused);
  const error = scripted().failure(await scripted().run(name, input), {
    code: "partial",
    origin: "AccessDeniedException",
  });
  expect(error).toMatchObject({ retryable: false, hint: expect.stringContaining("exclusive_start_key") });
  expect(error.partial).toEqual({
    done: { Items: [{ id: "one" }, { id: "two" }], Count: 2, ScannedCount: 6 },
    failed: { code: "forbidden" },
    remaining: { exclusive_start_key: { id: { S: "two" } } },
  });
  const last = { json: { Items: [{ id: { S: "three" } }], Count: 1, ScannedCount: 1 } };
  scripted().answer("POST /", last);
  const onward = { ...input, exclusive_start_key: { id: { S: "two" } } };
  expect((await scripted().run(name, onward))._unsafeUnwrap()).toMatchObject({
    output: { Items: [{ id: "three" }], LastEvaluatedKey: null },
  });
  expect(scripted().requests.at(-1)?.json()).toMatchObject({ ExclusiveStartKey: { id: { S: "two" } } });
});

test("a first page that fails is an error of its own", async () => {
  scripted().answer("POST /", refused);
  scripted().failure(await scripted().run("dynamodb_scan", { table_name: "orders" }), { code: "forbidden" });
});

test("a call that is stopped between pages keeps those before", async () => {
  scripted().answer("POST /", page("one"), { ...page("two"), delayMs: 5_000 });
  const stop = new AbortController();
  const options = { signal: stop.signal, onProgress: () => stop.abort() };
  const result = await scripted().run("dynamodb_scan", { table_name: "orders" }, options);
  const error = scripted().failure(result, { code: "partial" });
  expect(error.partial).toMatchObject({ done: { Items: [{ id: "one" }] }, failed: { code: "aborted" } });
});
