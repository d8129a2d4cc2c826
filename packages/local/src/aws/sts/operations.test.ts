import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLocalAws } from "../start.ts";
import { element, send, sendJson, sendSts, type TestResponse } from "../testing/client.ts";
import type { LocalAws } from "../types.ts";

const guarded = {
  arn: "arn:aws:iam::111122223333:role/team/guarded",
  externalId: "shared-secret",
  maxSessionSeconds: 7200,
};

let aws: LocalAws;
let now = new Date("2026-03-01T12:00:00Z");
beforeAll(async () => {
  aws = await startLocalAws({ roles: [guarded], now: () => now });
});
afterAll(() => aws.close());

const call = (fields: Record<string, string>, options = {}) => sendSts(aws, fields, { date: now, ...options });
const assume = (fields: Record<string, string> = {}, options = {}) =>
  call(
    { Action: "AssumeRole", RoleArn: guarded.arn, RoleSessionName: "test", ExternalId: "shared-secret", ...fields },
    options,
  );
const keyOf = (response: TestResponse) => ({
  accessKeyId: element(response, "AccessKeyId") ?? "",
  secretAccessKey: element(response, "SecretAccessKey") ?? "",
  sessionToken: element(response, "SessionToken") ?? "",
});

test("GetCallerIdentity", async () => {
  const response = await call({ Action: "GetCallerIdentity" });
  expect(response).toMatchObject({ status: 200, headers: { "content-type": "text/xml" } });
  expect(element(response, "Arn")).toBe("arn:aws:iam::111122223333:user/local");
  expect(response.text).toContain('<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">');
});

describe("AssumeRole", () => {
  test("gives credentials that every service takes, until they expire", async () => {
    const response = await assume();
    const credentials = keyOf(response);
    expect(element(response, "Expiration")).toBe("2026-03-01T13:00:00Z");
    const identity = await call({ Action: "GetCallerIdentity" }, { credentials });
    expect(element(identity, "Arn")).toBe("arn:aws:sts::111122223333:assumed-role/guarded/test");
    expect(await send(aws, { credentials, date: now })).toMatchObject({ status: 200 });
    expect(await sendJson(aws, "ssm", "DescribeParameters", {}, { credentials, date: now })).toMatchObject({
      status: 200,
    });
    const before = now;
    now = new Date("2026-03-01T13:00:00Z");
    expect(await send(aws, { credentials, date: now })).toMatchObject({ status: 400, code: "ExpiredToken" });
    now = before;
  });

  test.each([
    ["a wrong external ID", { ExternalId: "wrong" }, 403, "AccessDenied"],
    ["an unknown role", { RoleArn: "arn:aws:iam::111122223333:role/other" }, 403, "AccessDenied"],
    ["an ARN that is none", { RoleArn: "arn:aws:iam::role-missing" }, 400, "ValidationError"],
    ["a session name that is too short", { RoleSessionName: "x" }, 400, "ValidationError"],
    ["a session name with a space", { RoleSessionName: "a b" }, 400, "ValidationError"],
    ["a short session", { DurationSeconds: "899" }, 400, "ValidationError"],
    ["a session longer than the role's", { DurationSeconds: "7201" }, 400, "ValidationError"],
  ])("refuses %s", async (_what, fields, status, code) => {
    expect(await assume(fields)).toMatchObject({ status, code });
  });

  test("a chained session lasts an hour at most", async () => {
    const credentials = keyOf(await assume());
    expect(await assume({ DurationSeconds: "3600" }, { credentials })).toMatchObject({ status: 200 });
    expect(await assume({ DurationSeconds: "3601" }, { credentials })).toMatchObject({
      status: 400,
      code: "ValidationError",
    });
  });
});

test("GetSessionToken, which a session cannot ask for", async () => {
  const response = await call({ Action: "GetSessionToken", DurationSeconds: "900" });
  expect(element(response, "Expiration")).toBe("2026-03-01T12:15:00Z");
  const credentials = keyOf(response);
  expect(element(await call({ Action: "GetCallerIdentity" }, { credentials }), "Arn")).toMatch(/:user\/local$/);
  expect(await call({ Action: "GetSessionToken" }, { credentials })).toMatchObject({
    status: 403,
    code: "AccessDenied",
  });
});

test("an unknown action or version", async () => {
  expect(await call({ Action: "DecodeEverything" })).toMatchObject({ status: 400, code: "InvalidAction" });
  expect(await call({ Action: "GetCallerIdentity", Version: "1999-01-01" })).toMatchObject({
    status: 400,
    code: "InvalidAction",
  });
});
