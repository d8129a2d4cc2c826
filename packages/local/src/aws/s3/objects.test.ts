import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLocalAws } from "../start.ts";
import { element, elements, send, type TestRequest } from "../testing/client.ts";
import { percent } from "../testing/sign.ts";
import type { LocalAws } from "../types.ts";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
  await send(aws, { method: "PUT", path: "/objects" });
});
afterAll(() => aws.close());

const put = (key: string, body: string | Buffer = "", options: TestRequest = {}) =>
  send(aws, { method: "PUT", path: `/objects/${key}`, body, ...options });
const get = (key: string, headers: Record<string, string> = {}, options: TestRequest = {}) =>
  send(aws, { path: `/objects/${key}`, headers, ...options });

describe("keys", () => {
  test.each([
    "a#1",
    "b?c=d",
    "e%20f",
    "g+h",
    "i j",
    "/lead",
    "//lead",
    "x/../y",
    "日本語/ファイル",
    "😀",
    "a&<b>\"'",
    "\r\n",
    ".",
    "~!*()'",
    "k".repeat(1024),
  ])("%j", async (key) => {
    await put(key, key);
    expect(await get(key)).toMatchObject({ status: 200, text: key });
    expect(aws.s3.object("objects", key)?.key).toBe(key);
    const copied = await put("copy", "", {
      headers: { "x-amz-copy-source": `/objects/${key.split("/").map(percent).join("/")}` },
    });
    expect(copied.status).toBe(200);
    expect((await get("copy")).text).toBe(key);
  });

  test("too long, or above the root, or no UTF-8", async () => {
    expect(await put("日".repeat(342))).toMatchObject({ status: 400, code: "KeyTooLongError" });
    expect(await put("a/../../b")).toMatchObject({ status: 400, code: "InvalidURI" });
  });

  test("the bucket may be in the host name", async () => {
    await put("by host", "found");
    const host = `objects.localhost:${aws.port}`;
    expect(await send(aws, { path: "/by host", host })).toMatchObject({ status: 200, text: "found" });
    expect(elements(await send(aws, { host, query: { "list-type": "2", prefix: "by host" } }), "Key")).toEqual([
      "by host",
    ]);
  });
});

describe("writing", () => {
  test("keeps what was said about the object", async () => {
    const headers = {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-cache",
      "content-encoding": "gzip,aws-chunked",
      "x-amz-meta-name": "plain",
      "x-amz-tagging": "a=1&b=%E6%97%A5",
      "x-amz-storage-class": "STANDARD_IA",
    };
    const written = await put("described", "hello", { headers });
    const etag = `"${createHash("md5").update("hello").digest("hex")}"`;
    expect(written.headers).toMatchObject({ etag, "x-amz-server-side-encryption": "AES256" });
    const read = await get("described");
    expect(read.headers).toMatchObject({
      etag,
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-cache",
      "content-encoding": "gzip",
      "content-length": "5",
      "accept-ranges": "bytes",
      "x-amz-meta-name": "plain",
      "x-amz-tagging-count": "2",
      "x-amz-storage-class": "STANDARD_IA",
    });
    expect(read.headers["x-amz-id-2"]).toBeTruthy();
    expect(aws.s3.object("objects", "described")?.tags).toEqual({ a: "1", b: "日" });
  });

  test("If-None-Match and If-Match", async () => {
    const created = await put("once", "1", { headers: { "if-none-match": "*" } });
    expect(created.status).toBe(200);
    expect(await put("once", "2", { headers: { "if-none-match": "*" } })).toMatchObject({
      status: 412,
      code: "PreconditionFailed",
    });
    expect(await put("once", "2", { headers: { "if-none-match": '"a"' } })).toMatchObject({
      status: 501,
      code: "NotImplemented",
    });
    expect(await put("once", "2", { headers: { "if-match": '"a"' } })).toMatchObject({ status: 412 });
    expect(await put("absent", "2", { headers: { "if-match": '"a"' } })).toMatchObject({
      status: 404,
      code: "NoSuchKey",
    });
    expect(await put("once", "2", { headers: { "if-match": created.headers["etag"] ?? "" } })).toMatchObject({
      status: 200,
    });
    expect((await get("once")).text).toBe("2");
  });

  test("only one of many writers creates", async () => {
    const writers = Array.from({ length: 8 }, (_, index) =>
      put("race", String(index), { headers: { "if-none-match": "*" } }),
    );
    const statuses = (await Promise.all(writers)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
  });

  const sse = "x-amz-server-side-encryption";
  test.each([
    [{ [sse]: "AES256" }, { [sse]: "AES256" }],
    [
      { [sse]: "aws:kms" },
      { [sse]: "aws:kms", [`${sse}-aws-kms-key-id`]: expect.stringMatching(/^arn:aws:kms:us-east-1:\d{12}:key\//) },
    ],
    [
      { [sse]: "aws:kms", [`${sse}-aws-kms-key-id`]: "alias/mine", [`${sse}-bucket-key-enabled`]: "true" },
      { [`${sse}-aws-kms-key-id`]: expect.stringMatching(/:alias\/mine$/), [`${sse}-bucket-key-enabled`]: "true" },
    ],
    [{ [sse]: "aws:kms:dsse" }, { [sse]: "aws:kms:dsse" }],
  ])("encryption %j is told back", async (headers, expected) => {
    expect((await put("encrypted", "x", { headers })).headers).toMatchObject(expected);
    expect((await get("encrypted")).headers).toMatchObject(expected);
  });

  test.each([
    [{ [sse]: "rot13" }, 400, "InvalidArgument"],
    [{ [sse]: "AES256", [`${sse}-aws-kms-key-id`]: "alias/mine" }, 400, "InvalidArgument"],
    [{ [sse]: "aws:kms", [`${sse}-aws-kms-key-id`]: "not a key" }, 400, "KMS.NotFoundException"],
    [{ [sse]: "aws:kms", [`${sse}-bucket-key-enabled`]: "maybe" }, 400, "InvalidArgument"],
    [{ "x-amz-storage-class": "COLD" }, 400, "InvalidStorageClass"],
    [{ "x-amz-acl": "public-read" }, 400, "AccessControlListNotSupported"],
    [{ "x-amz-meta-a": "x".repeat(2048) }, 400, "MetadataTooLarge"],
    [{ "x-amz-tagging": Array.from({ length: 11 }, (_, index) => `t${index}=1`).join("&") }, 400, "BadRequest"],
    [{ "x-amz-expected-bucket-owner": "999999999999" }, 403, "AccessDenied"],
  ])("%j is refused", async (headers, status, code) => {
    expect(await put("refused", "x", { headers })).toMatchObject({ status, code });
    expect(aws.s3.object("objects", "refused")).toBeUndefined();
  });

  test("an object may have up to 5 GiB", async () => {
    const unread = { payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER" };
    const headers = {
      "x-amz-decoded-content-length": String(5 * 1024 ** 3 + 1),
      "x-amz-trailer": "x-amz-checksum-crc32",
    };
    expect(await put("huge", "0\r\n\r\n", { headers, ...unread })).toMatchObject({
      status: 400,
      code: "EntityTooLarge",
    });
  });
});

describe("reading", () => {
  beforeAll(() => put("read", "0123456789"));

  test("ranges", async () => {
    const middle = await get("read", { range: "bytes=2-4" });
    expect(middle).toMatchObject({
      status: 206,
      text: "234",
      headers: { "content-range": "bytes 2-4/10", "content-length": "3" },
    });
    expect(await get("read", { range: "bytes=10-" })).toMatchObject({ status: 416, code: "InvalidRange" });
    const head = await send(aws, { method: "HEAD", path: "/objects/read", headers: { range: "bytes=-4" } });
    expect(head).toMatchObject({ status: 206, text: "", headers: { "content-length": "4" } });
  });

  test("conditions", async () => {
    const { etag = "", "last-modified": modified = "" } = (await get("read")).headers;
    expect(await get("read", { "if-none-match": etag })).toMatchObject({ status: 304, text: "" });
    expect(await get("read", { "if-modified-since": modified })).toMatchObject({ status: 304 });
    expect(await get("read", { "if-match": '"other"' })).toMatchObject({ status: 412 });
    expect(await get("read", { "if-unmodified-since": "Mon, 01 Jan 2001 00:00:00 GMT" })).toMatchObject({
      status: 412,
    });
    expect(
      await get("read", { "if-match": etag, "if-unmodified-since": "Mon, 01 Jan 2001 00:00:00 GMT" }),
    ).toMatchObject({ status: 200 });
  });

  test("what is not there", async () => {
    const missing = await get("missing");
    expect(missing).toMatchObject({ status: 404, code: "NoSuchKey" });
    expect(element(missing, "Key")).toBe("missing");
    expect(await send(aws, { method: "HEAD", path: "/objects/missing" })).toMatchObject({ status: 404, text: "" });
    expect(await send(aws, { path: "/no-such-bucket/x" })).toMatchObject({ status: 404, code: "NoSuchBucket" });
    expect(await get("read", {}, { query: { versionId: "abc" } })).toMatchObject({
      status: 404,
      code: "NoSuchVersion",
    });
    expect(await send(aws, { method: "PATCH", path: "/objects/read" })).toMatchObject({
      status: 405,
      code: "MethodNotAllowed",
    });
    expect(await get("read", {}, { query: { torrent: "" } })).toMatchObject({ status: 501, code: "NotImplemented" });
  });

  test("response headers can be overridden, but not broken", async () => {
    const answer = await get("read", {}, { query: { "response-content-disposition": 'attachment; filename="a.txt"' } });
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="a.txt"');
    expect(await get("read", {}, { query: { "response-content-type": "a\r\nb: c" } })).toMatchObject({
      code: "InvalidArgument",
    });
  });

  test("a read goes on while the object is replaced", async () => {
    const large = Buffer.alloc(2 * 1024 * 1024, "x");
    await put("replaced", large);
    aws.faults.inject({ kind: "slow_body", operation: "GetObject", pauseMs: 2 });
    const reading = get("replaced");
    await expect.poll(() => aws.requests.list().at(-1)?.operation).toBe("GetObject");
    await put("replaced", "new");
    expect((await reading).bytes.equals(large)).toBe(true);
    expect((await get("replaced")).text).toBe("new");
  });
});
