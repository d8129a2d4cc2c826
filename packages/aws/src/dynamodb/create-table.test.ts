import { DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";

const local = useLocalToolkit({ tableDelayMs: 400 });
const create = (table_name: string, more: object = {}, options: object = {}) =>
  local().run(
    "dynamodb_manager",
    { operation_type: "create_table", table_name, partition_key_name: "id", ...more },
    options,
  );

test("waits until the table can be used, and says that it does", async () => {
  const messages: string[] = [];
  const onProgress = ({ message }: { message: string }) => messages.push(message);
  const answer = succeeded(await create("waited", {}, { onProgress }));
  expect(answer).toMatchObject({ output: { created: true, table_status: "ACTIVE" } });
  expect(messages).toEqual(["Waiting for the table waited to become active"]);
  const key = { partition_key_name: "id", partition_key: "1" };
  const put = { operation_type: "put_item", table_name: "waited", ...key } as const;
  succeeded(await local().call("dynamodb_manager", put));
});

test("does not wait when it is not asked to", async () => {
  const answer = succeeded(await create("not-waited", { wait: false }));
  expect(answer).toMatchObject({ output: { created: true, table_status: "CREATING" } });
});

test("seed defect: a table with the same keys is done already, and one with others is a conflict", async () => {
  succeeded(await create("there", { sort_key_name: "at", sort_key_type: "N" }));
  const again = succeeded(await create("there", { sort_key_name: "at", sort_key_type: "N" }));
  expect(again).toMatchObject({ output: { created: false, table_status: "ACTIVE" } });
  for (const other of [
    {},
    { sort_key_name: "at" },
    { partition_key_type: "N", sort_key_name: "at", sort_key_type: "N" },
  ]) {
    const error = expectFailure(await create("there", other), { code: "conflict" }, local());
    expect(error.message).toBe("A table there exists with other keys (HASH id S, RANGE at N).");
  }
});

test("seed defect: the wait ends at the deadline, and says that the table is on its way", async () => {
  const result = await create("late", {}, { deadlineMs: 150 });
  const error = expectFailure(result, { code: "timeout" }, local());
  expect(error.details).toEqual({ table_name: "late", created: true, table_status: "CREATING" });
});

test("an abort ends the wait within 100 ms", async () => {
  const stop = new AbortController();
  let stoppedAt = 0;
  const onProgress = (): void => {
    setTimeout(() => {
      stoppedAt = performance.now();
      stop.abort();
    }, 50);
  };
  const result = await create("aborted", {}, { signal: stop.signal, onProgress });
  expect(performance.now() - stoppedAt).toBeLessThan(100);
  expect(expectFailure(result, { code: "aborted" }, local()).details).toMatchObject({ created: true });
});

test("a table that is being deleted is a conflict that passes", async () => {
  succeeded(await create("leaving"));
  const { url, region, credentials } = local().aws;
  const client = new DynamoDBClient({ endpoint: url, region, credentials });
  await client.send(new DeleteTableCommand({ TableName: "leaving" }));
  client.destroy();
  const error = expectFailure(await create("leaving"), { code: "conflict" }, local());
  expect(error).toMatchObject({ message: "The table leaving is being deleted.", retryable: true });
});
