import { afterAll, beforeAll, expect, test } from "vitest";
import { startLocalAws } from "./start.ts";
import { sendJson } from "./testing/client.ts";
import type { LocalAws } from "./types.ts";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws({ region: "eu-west-1" });
});
afterAll(() => aws.close());

const call = (operation: string, input: object) => sendJson(aws, "dynamodb", operation, input);

test("tables and items", async () => {
  const created = await call("CreateTable", {
    TableName: "items",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  });
  expect(created.output["TableDescription"]).toMatchObject({
    TableArn: `arn:aws:dynamodb:eu-west-1:${aws.accountId}:table/items`,
  });
  await expect.poll(async () => (await call("DescribeTable", { TableName: "items" })).text).toContain('"ACTIVE"');
  const Item = { id: { S: "日本" }, count: { N: "1" } };
  expect(await call("PutItem", { TableName: "items", Item })).toMatchObject({ status: 200 });
  const read = await call("GetItem", { TableName: "items", Key: { id: { S: "日本" } } });
  expect(read.output).toEqual({ Item });
  expect(read.headers["x-amz-crc32"]).toBeTruthy();
  const again = await call("PutItem", { TableName: "items", Item, ConditionExpression: "attribute_not_exists(id)" });
  expect(again).toMatchObject({ status: 400, code: "ConditionalCheckFailedException" });
});

test("what is not there", async () => {
  expect(await call("DescribeTable", { TableName: "absent" })).toMatchObject({
    status: 400,
    code: "ResourceNotFoundException",
  });
  expect(await call("TransactWriteItems", {})).toMatchObject({ status: 400, code: "UnknownOperationException" });
});
