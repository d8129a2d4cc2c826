import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLocalAws } from "../start.ts";
import { element, exchange, presign, send, sendJson, sendSts } from "../testing/client.ts";
import type { LocalAws } from "../types.ts";

const start = new Date("2026-03-01T12:00:00Z");
const expiring = {
  accessKeyId: "ASIALOCALTEST0000000",
  secretAccessKey: "local-test-secret",
  sessionToken: "local/test+token==",
  expiresAt: new Date("2026-03-01T13:00:00Z"),
};
const permanent = { accessKeyId: "AKIDLOCALTEST0000000", secretAccessKey: "local-test-secret-2" };
const wrongSecret = { ...permanent, secretAccessKey: "wrong" };
const unknownKey = { accessKeyId: "AKIDLOCALTEST9999999", secretAccessKey: "wrong" };

let aws: LocalAws;
let now = start;
beforeAll(async () => {
  aws = await startLocalAws({ credentials: [permanent, expiring], now: () => now });
  await send(aws, { method: "PUT", path: "/signed", date: start });
  await send(aws, { method: "PUT", path: "/signed/é #1.txt", body: "hello", date: start });
});
afterAll(() => aws.close());

const at = async <T>(date: Date, act: () => Promise<T>): Promise<T> => {
  now = date;
  try {
    return await act();
  } finally {
    now = start;
  }
};
const minutesLater = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

describe("headers", () => {
  test.each([
    ["a wrong secret", { credentials: wrongSecret }, 403, "SignatureDoesNotMatch"],
    ["an unknown key", { credentials: unknownKey }, 403, "InvalidAccessKeyId"],
    [
      "a missing session token",
      { credentials: { accessKeyId: expiring.accessKeyId, secretAccessKey: expiring.secretAccessKey } },
      403,
      "InvalidAccessKeyId",
    ],
    ["a wrong session token", { credentials: { ...expiring, sessionToken: "other" } }, 400, "InvalidToken"],
    ["an old date", { date: minutesLater(-16) }, 403, "RequestTimeTooSkewed"],
    ["a date to come", { date: minutesLater(16) }, 403, "RequestTimeTooSkewed"],
    ["an unsigned x-amz- header", { unsigned: { "x-amz-acl": "private" } }, 403, "AccessDenied"],
    ["a payload hash that is none", { payloadHash: "abc" }, 400, "InvalidArgument"],
  ])("S3 refuses %s", async (_what, options, status, code) => {
    const response = await send(aws, { date: start, ...options });
    expect(response).toMatchObject({ status, code });
    expect(response.headers["x-amz-request-id"]).toBe(element(response, "RequestId"));
  });

  test("a mismatch tells what should have been signed", async () => {
    const response = await send(aws, { credentials: wrongSecret, date: start });
    expect(element(response, "StringToSign")).toMatch(
      /^AWS4-HMAC-SHA256\n20260301T120000Z\n20260301\/us-east-1\/s3\/aws4_request\n[0-9a-f]{64}$/,
    );
    expect(element(response, "CanonicalRequest")).toContain("x-amz-date:20260301T120000Z");
  });

  test("an anonymous request is denied", async () => {
    expect(await exchange(aws, "GET", "/signed/x")).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  test("signature version 2 and garbage are refused", async () => {
    const version2 = await exchange(aws, "GET", "/signed/x", { authorization: "AWS AKIDLOCALTEST0000000:abc=" });
    expect(version2).toMatchObject({ status: 400, code: "InvalidRequest" });
    const garbage = await exchange(aws, "GET", "/", {
      authorization: "AWS4-HMAC-SHA256 Credential=a/b/c, Signature=x",
    });
    expect(garbage).toMatchObject({ status: 400, code: "UnknownOperationException" });
    const noParts = await exchange(aws, "GET", "/", {
      authorization: "AWS4-HMAC-SHA256 Credential=AKIDLOCALTEST0000000/2026/us-east-1/s3/aws4_request, Signature=x",
    });
    expect(noParts).toMatchObject({ status: 400, code: "AuthorizationHeaderMalformed" });
  });

  test("a session token works until it expires", async () => {
    expect(await send(aws, { credentials: expiring, date: start })).toMatchObject({ status: 200 });
    const late = minutesLater(61);
    const s3 = await at(late, () => send(aws, { credentials: expiring, date: late }));
    expect(s3).toMatchObject({ status: 400, code: "ExpiredToken" });
    const dynamo = await at(late, () =>
      sendJson(aws, "dynamodb", "ListTables", {}, { credentials: expiring, date: late }),
    );
    expect(dynamo).toMatchObject({ status: 400, code: "ExpiredTokenException" });
    const sts = await at(late, () =>
      sendSts(aws, { Action: "GetCallerIdentity" }, { credentials: expiring, date: late }),
    );
    expect(sts).toMatchObject({ status: 403, code: "ExpiredToken" });
  });

  test.each([
    ["a wrong secret", { credentials: wrongSecret }, "InvalidSignatureException", "SignatureDoesNotMatch"],
    ["an unknown key", { credentials: unknownKey }, "UnrecognizedClientException", "InvalidClientTokenId"],
    ["an old date", { date: minutesLater(-16) }, "InvalidSignatureException", "SignatureDoesNotMatch"],
  ])("the other services refuse %s in their own words", async (_what, options, json, query) => {
    const dated = { date: start, ...options };
    expect(await sendJson(aws, "dynamodb", "ListTables", {}, dated)).toMatchObject({ status: 400, code: json });
    expect(await sendJson(aws, "ssm", "DescribeParameters", {}, dated)).toMatchObject({ status: 400, code: json });
    expect(await sendSts(aws, { Action: "GetCallerIdentity" }, dated)).toMatchObject({ status: 403, code: query });
  });

  test("the answer's date is the server's, so that clients can correct their clocks", async () => {
    expect((await send(aws, { date: start })).headers["date"]).toBe("Sun, 01 Mar 2026 12:00:00 GMT");
  });
});

describe("presigned URLs", () => {
  const path = "/signed/é #1.txt";

  test("read and write", async () => {
    expect(await exchange(aws, "GET", presign(aws, { path, date: start }))).toMatchObject({
      status: 200,
      text: "hello",
    });
    const write = presign(aws, {
      method: "PUT",
      path: "/signed/w",
      date: start,
      headers: { "content-type": "text/csv" },
    });
    expect(await exchange(aws, "PUT", write, { "content-type": "text/csv" }, "a,b")).toMatchObject({ status: 200 });
    expect(aws.s3.object("signed", "w")).toMatchObject({ size: 3, contentType: "text/csv" });
    expect(await exchange(aws, "PUT", write, { "content-type": "text/html" }, "a,b")).toMatchObject({
      code: "SignatureDoesNotMatch",
    });
  });

  test("carry a session token", async () => {
    expect(await exchange(aws, "GET", presign(aws, { path, date: start, credentials: expiring }))).toMatchObject({
      status: 200,
    });
  });

  test("expire", async () => {
    const url = presign(aws, { path, date: start, expiresIn: 60 });
    expect(await at(minutesLater(1), () => exchange(aws, "GET", url))).toMatchObject({ status: 200 });
    const expired = await at(minutesLater(1.1), () => exchange(aws, "GET", url));
    expect(expired).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(element(expired, "Message")).toBe("Request has expired");
    expect(element(expired, "Expires")).toBe("2026-03-01T12:01:00Z");
  });

  test.each([
    [604_800, 200, undefined],
    [604_801, 400, "AuthorizationQueryParametersError"],
    [-1, 400, "AuthorizationQueryParametersError"],
    ["soon", 400, "AuthorizationQueryParametersError"],
  ])("with X-Amz-Expires %s", async (expiresIn, status, code) => {
    expect(await exchange(aws, "GET", presign(aws, { path, date: start, expiresIn }))).toMatchObject({ status, code });
  });

  test("cannot be changed, nor used before their time", async () => {
    const url = presign(aws, { path, date: start, query: { "response-content-type": "text/plain" } });
    expect((await exchange(aws, "GET", url)).headers["content-type"]).toBe("text/plain");
    expect(await exchange(aws, "GET", url.replace("plain", "html"))).toMatchObject({ code: "SignatureDoesNotMatch" });
    expect(await exchange(aws, "DELETE", url)).toMatchObject({ code: "SignatureDoesNotMatch" });
    expect(await exchange(aws, "GET", presign(aws, { path, date: minutesLater(20) }))).toMatchObject({
      code: "AccessDenied",
    });
  });

  test("identify a caller to STS", async () => {
    const url = presign(aws, {
      service: "sts",
      date: start,
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
    });
    expect(element(await exchange(aws, "GET", url), "Account")).toBe(aws.accountId);
  });
});
