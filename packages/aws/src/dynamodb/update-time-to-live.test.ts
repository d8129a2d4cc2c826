import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { scriptedError, targetOf, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { dynamodbUpdateTimeToLive } from "./update-time-to-live.ts";

const scripted = useScriptedToolkit([dynamodbUpdateTimeToLive]);
const input = { table_name: "sessions", attribute_name: "expires_at" };
const update = (more: object = {}) => scripted().run("dynamodb_update_time_to_live", { ...input, ...more });

test("keeps the contract of tools", async () => {
  const examples = [input, { ...input, enabled: false }];
  expect(await checkToolContract(dynamodbUpdateTimeToLive, { examples })).toEqual([]);
});

test.each([true, false])("seed defect: the expiry of items is turned on or off: %j", async (enabled) => {
  const specification = { AttributeName: "expires_at", Enabled: enabled };
  scripted().answer("POST /", { json: { TimeToLiveSpecification: specification } });
  expect(succeeded(await update({ enabled }))).toMatchObject({ output: { ...input, enabled, changed: true } });
  expect(scripted().requests.map(targetOf)).toEqual(["UpdateTimeToLive"]);
  expect(scripted().requests[0]?.json()).toEqual({ TableName: "sessions", TimeToLiveSpecification: specification });
});

describe("what DynamoDB refuses", () => {
  const refusing = (description: object) =>
    scripted().answer("POST /", scriptedError(400, "ValidationException", "TimeToLive is already enabled"), {
      json: { TimeToLiveDescription: description },
    });

  test.each([
    [{ TimeToLiveStatus: "ENABLED", AttributeName: "expires_at" }, true],
    [{ TimeToLiveStatus: "ENABLING", AttributeName: "expires_at" }, true],
    [{ TimeToLiveStatus: "DISABLED" }, false],
    [{ TimeToLiveStatus: "DISABLING", AttributeName: "expires_at" }, false],
  ])("because it is so already (%j) is no failure", async (description, enabled) => {
    refusing(description);
    expect(succeeded(await update({ enabled }))).toMatchObject({ output: { changed: false, enabled } });
  });

  test.each([
    [{ TimeToLiveStatus: "ENABLED", AttributeName: "other" }, true],
    [{ TimeToLiveStatus: "DISABLING", AttributeName: "expires_at" }, true],
    [{ TimeToLiveStatus: "ENABLED", AttributeName: "other" }, false],
  ])("while it is otherwise (%j) stays an error", async (description, enabled) => {
    refusing(description);
    scripted().failure(await update({ enabled }), { code: "invalid_input", origin: "ValidationException" });
  });

  test("stays that error when the state cannot be read", async () => {
    scripted().answer("POST /", scriptedError(400, "ValidationException"), scriptedError(400, "AccessDeniedException"));
    scripted().failure(await update(), { code: "invalid_input", origin: "ValidationException" });
  });
});

test("a table that is not there is not_found", async () => {
  scripted().answer("POST /", scriptedError(400, "ResourceNotFoundException"));
  scripted().failure(await update(), { code: "not_found", origin: "ResourceNotFoundException" });
  expect(scripted().requests).toHaveLength(1);
});
