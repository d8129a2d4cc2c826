import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLocalAws } from "../start.ts";
import { sendJson } from "../testing/client.ts";
import type { LocalAws } from "../types.ts";

let aws: LocalAws;
let now = new Date("2026-03-01T12:00:00Z");
beforeAll(async () => {
  aws = await startLocalAws({ now: () => now });
});
afterAll(() => aws.close());

const call = (operation: string, input: object) => sendJson(aws, "ssm", operation, input, { date: now });
const put = (Name: string, input: object = {}) => call("PutParameter", { Name, Value: "v", Type: "String", ...input });
const expiration = (Timestamp: string) =>
  JSON.stringify([{ Type: "Expiration", Version: "1.0", Attributes: { Timestamp } }]);

describe("PutParameter", () => {
  test("keeps versions, and overwrites only when told", async () => {
    expect((await put("/put/a")).output).toEqual({ Tier: "Standard", Version: 1 });
    expect(await put("/put/a")).toMatchObject({ status: 400, code: "ParameterAlreadyExists" });
    expect((await put("/put/a", { Value: "w", Overwrite: true })).output).toEqual({ Tier: "Standard", Version: 2 });
    expect((await call("GetParameter", { Name: "/put/a" })).output).toEqual({
      Parameter: {
        ARN: `arn:aws:ssm:us-east-1:${aws.accountId}:parameter/put/a`,
        DataType: "text",
        LastModifiedDate: now.getTime() / 1000,
        Name: "/put/a",
        Type: "String",
        Value: "w",
        Version: 2,
      },
    });
    expect((await call("GetParameter", { Name: "/put/a:1" })).output["Parameter"]).toMatchObject({
      Value: "v",
      Selector: ":1",
    });
    expect(await call("GetParameter", { Name: "/put/a:9" })).toMatchObject({ code: "ParameterVersionNotFound" });
  });

  test.each([
    ["a long value", { Value: "x".repeat(4097) }, "ValidationException"],
    ["a longer value in the advanced tier", { Value: "x".repeat(8193), Tier: "Advanced" }, "ValidationException"],
    ["an empty value", { Value: "" }, "ValidationException"],
    ["no type", { Type: undefined }, "ValidationException"],
    ["another type", { Type: "Secret" }, "ValidationException"],
    ["a policy in the standard tier", { Policies: expiration("2027-01-01T00:00:00Z") }, "ValidationException"],
    [
      "two expirations",
      {
        Tier: "Advanced",
        Policies: `[${[1, 2].map(() => expiration("2027-01-01T00:00:00Z").slice(1, -1)).join(",")}]`,
      },
      "IncompatiblePolicyException",
    ],
    ["a policy that is none", { Tier: "Advanced", Policies: '[{"Type":"Forget"}]' }, "InvalidPolicyTypeException"],
    ["a timestamp that is none", { Tier: "Advanced", Policies: expiration("soon") }, "InvalidPolicyAttributeException"],
    ["a value beside its pattern", { AllowedPattern: "^\\d+$" }, "ParameterPatternMismatchException"],
    ["tags and overwriting", { Overwrite: true, Tags: [{ Key: "a", Value: "b" }] }, "ValidationException"],
    ["a number as value", { Value: 1 }, "SerializationException"],
  ])("refuses %s", async (_what, input, code) => {
    expect(await put("/put/refused", input)).toMatchObject({ status: 400, code });
    expect(await call("GetParameter", { Name: "/put/refused" })).toMatchObject({
      status: 400,
      code: "ParameterNotFound",
    });
  });

  test.each([
    ["/aws/reserved", "AccessDeniedException"],
    ["ssm-reserved", "ValidationException"],
    ["not/qualified", "ValidationException"],
    ["/with space", "ValidationException"],
    [`/${"a/".repeat(15)}b`, "HierarchyLevelLimitExceededException"],
  ])("refuses the name %s", async (name, code) => {
    expect(await put(name)).toMatchObject({ status: 400, code });
  });

  test("moves to the advanced tier, and not back", async () => {
    expect((await put("/tier", { Value: "x".repeat(4097), Tier: "Intelligent-Tiering" })).output["Tier"]).toBe(
      "Advanced",
    );
    expect((await put("/tier", { Overwrite: true })).output["Tier"]).toBe("Advanced");
    expect(await put("/tier", { Overwrite: true, Tier: "Standard" })).toMatchObject({ code: "ValidationException" });
    expect(await put("/tier", { Overwrite: true, Type: "SecureString" })).toMatchObject({
      code: "HierarchyTypeMismatchException",
    });
  });
});

test("a SecureString is told only when decryption is asked for", async () => {
  await put("/secure", { Type: "SecureString", Value: "open sesame" });
  const sealed = await call("GetParameter", { Name: "/secure" });
  expect(sealed.text).toMatch(/"Value":"AQICAH[A-Za-z0-9+/=]+"/);
  expect(sealed.text).not.toContain("sesame");
  const open = await call("GetParameters", { Names: ["/secure", "/absent"], WithDecryption: true });
  expect(open.output).toMatchObject({ Parameters: [{ Value: "open sesame" }], InvalidParameters: ["/absent"] });
});

test("an expiration policy removes its parameter in time", async () => {
  await put("/expiring", { Tier: "Advanced", Policies: expiration("2026-03-01T12:30:00Z") });
  await put("/expiring", { Value: "w", Overwrite: true });
  const described = await call("DescribeParameters", { ParameterFilters: [{ Key: "Name", Values: ["/expiring"] }] });
  expect(described.output).toMatchObject({
    Parameters: [{ Policies: [{ PolicyType: "Expiration", PolicyStatus: "Pending" }] }],
  });
  now = new Date("2026-03-01T12:29:59Z");
  expect(await call("GetParameter", { Name: "/expiring" })).toMatchObject({ status: 200 });
  now = new Date("2026-03-01T12:30:00Z");
  expect(await call("GetParameter", { Name: "/expiring" })).toMatchObject({ status: 400, code: "ParameterNotFound" });
  expect((await put("/expiring")).output["Version"]).toBe(1);
});

test("GetParametersByPath goes through pages and levels", async () => {
  for (let index = 0; index < 12; index += 1) await put(`/tree/${String(index).padStart(2, "0")}/leaf`);
  await put("/tree/top");
  const names: string[] = [];
  let token: unknown;
  do {
    const page = await call("GetParametersByPath", {
      Path: "/tree/",
      Recursive: true,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const found = page.output["Parameters"] as { Name: string }[];
    expect(found.length).toBeLessThanOrEqual(10);
    names.push(...found.map(({ Name }) => Name));
    token = page.output["NextToken"];
  } while (token !== undefined);
  expect(new Set(names).size).toBe(13);
  expect((await call("GetParametersByPath", { Path: "/tree" })).output["Parameters"]).toMatchObject([
    { Name: "/tree/top" },
  ]);
  expect(await call("GetParametersByPath", { Path: "/tree", MaxResults: 11 })).toMatchObject({
    code: "ValidationException",
  });
  expect(await call("GetParametersByPath", { Path: "tree" })).toMatchObject({ code: "ValidationException" });
  expect(await call("DescribeParameters", { NextToken: "bad" })).toMatchObject({ code: "InvalidNextToken" });
});

test("deleting", async () => {
  await put("/drop/a");
  await put("/drop/b");
  expect(await call("DeleteParameter", { Name: "/drop/a" })).toMatchObject({ status: 200, output: {} });
  expect(await call("DeleteParameter", { Name: "/drop/a" })).toMatchObject({ code: "ParameterNotFound" });
  const dropped = await call("DeleteParameters", { Names: ["/drop/a", "/drop/b"] });
  expect(dropped.output).toEqual({ DeletedParameters: ["/drop/b"], InvalidParameters: ["/drop/a"] });
});

test("what is not there", async () => {
  expect(await call("SendCommand", {})).toMatchObject({ status: 400, code: "UnknownOperationException" });
});
