import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, targetOf, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { dynamodbDescribeTimeToLive } from "./describe-time-to-live.ts";

const scripted = useScriptedToolkit([dynamodbDescribeTimeToLive]);
const table_name = "sessions";

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(dynamodbDescribeTimeToLive, { examples: [{ table_name }] })).toEqual([]);
});

test.each([
  [{ TimeToLiveStatus: "ENABLED", AttributeName: "expires_at" }, "ENABLED", "expires_at"],
  [{ TimeToLiveStatus: "DISABLED" }, "DISABLED", null],
])("tells %j", async (TimeToLiveDescription, time_to_live_status, attribute_name) => {
  scripted().answer("POST /", { json: { TimeToLiveDescription } });
  const answer = succeeded(await scripted().call("dynamodb_describe_time_to_live", { table_name }));
  expect(answer).toEqual({ table_name, time_to_live_status, attribute_name });
  expect(scripted().requests.map(targetOf)).toEqual(["DescribeTimeToLive"]);
  expect(scripted().requests[0]?.json()).toEqual({ TableName: table_name });
});

test("a table that is not there is not_found", async () => {
  scripted().answer("POST /", scriptedError(400, "ResourceNotFoundException"));
  const result = await scripted().call("dynamodb_describe_time_to_live", { table_name });
  scripted().failure(result, { code: "not_found", origin: "ResourceNotFoundException" });
});
