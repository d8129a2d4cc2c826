import { randomBytes } from "node:crypto";
import { createToolkit, type Raw } from "@tsunagu/core";
import { describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";
import { dynamodbManager } from "./manager.ts";

const local = useLocalToolkit();

type Input = Raw<typeof dynamodbManager.input>;
type Key = Pick<
  Input,
  "partition_key_name" | "partition_key_type" | "partition_key" | "sort_key_name" | "sort_key_type" | "sort_key"
>;

const manage = (input: Input) => local().call("dynamodb_manager", input);

/** A table of its own, and what to do with it. */
const makeTable = async (key: Key = { partition_key_name: "id" }) => {
  const table_name = `table-${randomBytes(6).toString("hex")}`;
  const { partition_key: _partition, sort_key: _sort, ...keys } = key;
  succeeded(await manage({ operation_type: "create_table", table_name, ...keys }));
  const ask = (operation_type: Input["operation_type"], more: Partial<Input> = {}) =>
    manage({ operation_type, table_name, ...keys, ...more });
  return { table_name, ask };
};

test("creates a table, puts an item, gets it, deletes it", async () => {
  const { ask, table_name } = await makeTable();
  const item_data = { name: "花子", age: 40, tags: ["a", 1, null], more: { deep: [true] } };
  expect(succeeded(await ask("put_item", { partition_key: "1", item_data }))).toMatchObject({
    operation_type: "put_item",
    table_name,
    found: null,
  });
  const got = succeeded(await ask("get_item", { partition_key: "1", consistent_read: true }));
  expect(got).toMatchObject({ found: true, item: { id: "1", ...item_data } });
  expect(succeeded(await ask("delete_item", { partition_key: "1" })).found).toBe(true);
  expect(succeeded(await ask("get_item", { partition_key: "1" }))).toMatchObject({ found: false, item: null });
});

describe("seed defects", () => {
  test("a missing item is an answer, not a crash", async () => {
    const { ask } = await makeTable();
    expect(succeeded(await ask("get_item", { partition_key: "none" }))).toMatchObject({ found: false, item: null });
    expect(succeeded(await ask("delete_item", { partition_key: "none" })).found).toBe(false);
  });

  test("an item may be its key alone", async () => {
    const { ask } = await makeTable();
    succeeded(await ask("put_item", { partition_key: "1" }));
    expect(succeeded(await ask("get_item", { partition_key: "1" })).item).toEqual({ id: "1" });
  });

  test("numbers stay numbers, without loss", async () => {
    const { ask } = await makeTable();
    const item_data = { half: 0.5, third: 1 / 3, tiny: 1e-130, huge: 9.99e125, whole: 2 ** 53 - 1, zero: -0 };
    succeeded(await ask("put_item", { partition_key: "1", item_data }));
    expect(succeeded(await ask("get_item", { partition_key: "1" })).item).toEqual({ id: "1", ...item_data, zero: 0 });
  });

  test("38 digits go in as typed JSON and come out as text or typed JSON", async () => {
    const { ask } = await makeTable();
    const digits = "12345678901234567890123456789012345678";
    const item_data = { value: { N: digits }, set: { NS: [digits, "1"] } };
    succeeded(await ask("put_item", { partition_key: "1", item_data, item_format: "typed" }));
    expect(succeeded(await ask("get_item", { partition_key: "1" })).item).toMatchObject({ value: digits });
    const typed = succeeded(await ask("get_item", { partition_key: "1", item_format: "typed" })).item;
    expect(typed).toMatchObject({ id: { S: "1" }, value: { N: digits } });
  });

  test("sets and binary are written and read", async () => {
    const { ask } = await makeTable();
    const item_data = { bytes: { B: "AP8=" }, letters: { SS: ["a", "b"] }, blobs: { BS: ["YQ=="] } };
    succeeded(await ask("put_item", { partition_key: "1", item_data, item_format: "typed" }));
    expect(succeeded(await ask("get_item", { partition_key: "1", item_format: "typed" })).item).toMatchObject(
      item_data,
    );
    expect(succeeded(await ask("get_item", { partition_key: "1" })).item).toEqual({
      id: "1",
      bytes: "AP8=",
      letters: ["a", "b"],
      blobs: ["YQ=="],
    });
  });

  test.each([
    ["N", 42, 42],
    ["N", "-0.5", -0.5],
    ["B", "AP8=", "AP8="],
    ["S", 7, "7"],
  ] as const)("keys of type %s work: %j", async (partition_key_type, partition_key, shown) => {
    const { ask } = await makeTable({ partition_key_name: "id", partition_key_type });
    succeeded(await ask("put_item", { partition_key, item_data: { here: true } }));
    expect(succeeded(await ask("get_item", { partition_key })).item).toEqual({ id: shown, here: true });
    expect(succeeded(await ask("delete_item", { partition_key })).found).toBe(true);
  });

  test("a falsy sort key counts", async () => {
    const { ask } = await makeTable({ partition_key_name: "id", sort_key_name: "at", sort_key_type: "N" });
    for (const sort_key of [0, 1])
      succeeded(await ask("put_item", { partition_key: "a", sort_key, item_data: { sort_key } }));
    expect(succeeded(await ask("get_item", { partition_key: "a", sort_key: 0 })).item).toMatchObject({ sort_key: 0 });
  });

  test("item_data cannot overwrite the key", async () => {
    const { ask } = await makeTable();
    const result = await ask("put_item", { partition_key: "1", item_data: { id: "2" } });
    const error = expectFailure(result, { code: "invalid_input" }, local());
    expect(error).toMatchObject({ issues: [{ path: ["item_data"] }], message: expect.stringContaining("id") });
    expect(succeeded(await ask("scan")).Count).toBe(0);
  });

  test("a scan goes on from page to page and sees each item once", async () => {
    const { ask } = await makeTable({ partition_key_name: "id", partition_key_type: "N" });
    for (let id = 0; id < 5; id++) succeeded(await ask("put_item", { partition_key: id }));
    const seen: unknown[] = [];
    let from: Input["exclusive_start_key"] | null;
    do {
      const page = succeeded(await ask("scan", { limit: 2, ...(from ? { exclusive_start_key: from } : {}) }));
      expect(page.Count).toBe(page.Items?.length);
      seen.push(...(page.Items ?? []).map(({ id }) => id));
      from = page.LastEvaluatedKey;
    } while (from);
    expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4]);
  });
});

test("if_not_exists puts once, and then refuses without a change", async () => {
  const { ask } = await makeTable({ partition_key_name: "id", sort_key_name: "at" });
  const first = { partition_key: "1", sort_key: "a", if_not_exists: true };
  succeeded(await ask("put_item", { ...first, item_data: { version: 1 } }));
  const again = await ask("put_item", { ...first, item_data: { version: 2 } });
  expectFailure(again, { code: "conflict", origin: "ConditionalCheckFailedException", answered: true }, local());
  succeeded(await ask("put_item", { ...first, sort_key: "b" }));
  expect(succeeded(await ask("get_item", first)).item).toMatchObject({ version: 1 });
});

describe("input that cannot work is refused before anything is sent", () => {
  test.each<[string, Input]>([
    ["partition_key_name", { operation_type: "get_item", table_name: "records", partition_key: "1" }],
    ["partition_key", { operation_type: "delete_item", table_name: "records", partition_key_name: "id" }],
    ["partition_key_name", { operation_type: "create_table", table_name: "records" }],
    ["table_name", { operation_type: "scan", table_name: "a b" }],
    ["limit", { operation_type: "scan", table_name: "records", limit: 0 }],
    [
      "sort_key",
      {
        operation_type: "get_item",
        table_name: "records",
        partition_key_name: "id",
        partition_key: "1",
        sort_key_name: "at",
      },
    ],
    [
      "sort_key_name",
      {
        operation_type: "get_item",
        table_name: "records",
        partition_key_name: "id",
        partition_key: "1",
        sort_key: "at",
      },
    ],
    [
      "partition_key",
      {
        operation_type: "get_item",
        table_name: "records",
        partition_key_name: "id",
        partition_key: "x",
        partition_key_type: "N",
      },
    ],
    [
      "partition_key",
      {
        operation_type: "get_item",
        table_name: "records",
        partition_key_name: "id",
        partition_key: "?",
        partition_key_type: "B",
      },
    ],
    ["exclusive_start_key", { operation_type: "scan", table_name: "records", exclusive_start_key: { id: "1" } }],
    [
      "item_data",
      {
        operation_type: "put_item",
        table_name: "records",
        partition_key_name: "id",
        partition_key: "1",
        item_data: { wrong: 1 },
        item_format: "typed",
      },
    ],
  ])("%s in %j", async (field, input) => {
    local().aws.requests.clear();
    const { code, issues } = (await manage(input))._unsafeUnwrapErr();
    expect([code, issues?.[0]?.path[0]]).toEqual(["invalid_input", field]);
    expect(local().aws.requests.list()).toEqual([]);
  });
});

test("a number that DynamoDB cannot hold is refused by it", async () => {
  const { ask } = await makeTable();
  const result = await ask("put_item", { partition_key: "1", item_data: { value: 1e300 } });
  expectFailure(result, { code: "invalid_input", origin: "ValidationException", answered: true }, local());
});

test("a table that is not there is not_found", async () => {
  const result = await manage({ operation_type: "scan", table_name: "not-there" });
  expectFailure(result, { code: "not_found", origin: "ResourceNotFoundException", answered: true }, local());
});

test("what a call changes is a sentence, and a dry run changes nothing", async () => {
  const { table_name, ask } = await makeTable({ partition_key_name: "id", sort_key_name: "at" });
  const { connection } = local();
  await using dry = createToolkit({
    tools: [dynamodbManager],
    connections: { aws: connection },
    policy: { dryRun: true },
  });
  const key = { table_name, partition_key_name: "id", partition_key: "1", sort_key_name: "at", sort_key: "a" };
  const plan = async (operation_type: Input["operation_type"]) =>
    succeeded(await dry.run("dynamodb_manager", { operation_type, ...key }));
  expect(await plan("put_item")).toMatchObject({
    plan: `Puts into the DynamoDB table ${table_name} the item with id = 1, at = a.`,
    effect: { kind: "write" },
  });
  expect(await plan("delete_item")).toMatchObject({ effect: { kind: "destroy" } });
  expect(await plan("get_item")).toMatchObject({ status: "completed", output: { found: false } });
  expect(succeeded(await ask("scan")).Count).toBe(0);
});
