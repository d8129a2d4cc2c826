import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, expect, test } from "vitest";
import { expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { connectionTo } from "../testing/local-toolkit.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { s3CreateBucket } from "./create-bucket.ts";
import { s3Operator } from "./operator.ts";
import { s3Presign } from "./presign.ts";

const local = useLocalTools([s3Presign, s3CreateBucket, s3Operator]);
const s3_uri = "s3://presign-records/notes/今日 #?%2F+.txt";

beforeAll(async () => {
  succeeded(await local().call("s3_create_bucket", { bucket_name: "presign-records" }));
});

test("keeps the contract of tools", async () => {
  const examples = [{ s3_uri }, { s3_uri, operation_type: "write", content_type: "text/plain", presign_expiry: 60 }];
  expect(await checkToolContract(s3Presign, { examples })).toEqual([]);
});

test("a link to write takes any body, and a link to read gives it back", async () => {
  const { call } = local();
  const put = succeeded(await call("s3_presign", { s3_uri, operation_type: "write", content_type: "text/x-notes" }));
  expect(put).toMatchObject({ method: "PUT", required_headers: { "content-type": "text/x-notes" } });
  const { method, presigned_url, required_headers: headers } = put;
  const stored = await fetch(presigned_url, { method, headers, body: "こんにちは" });
  expect([stored.status, await stored.text()]).toEqual([200, ""]);
  const other = await fetch(presigned_url, { method, headers: { "content-type": "text/html" }, body: "x" });
  expect([other.status, await other.text()]).toEqual([403, expect.stringContaining("SignatureDoesNotMatch")]);

  const get = succeeded(await call("s3_presign", { s3_uri, download_name: "今日's.txt" }));
  expect(get).toMatchObject({ method: "GET", presign_expiry: 3600, required_headers: {} });
  const read = await fetch(get.presigned_url);
  expect([read.headers.get("content-type"), await read.text()]).toEqual(["text/x-notes", "こんにちは"]);
  expect(read.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''%E4%BB%8A%E6%97%A5%27s.txt");
});

test("a link signs no checksum of an empty body", async () => {
  const put = succeeded(await local().call("s3_presign", { s3_uri, operation_type: "write" }));
  expect([...new URL(put.presigned_url).searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
});

test("nobody is contacted, and neither the secret nor the link is in the log", async () => {
  const { call, aws, logLines } = local();
  aws.requests.clear();
  const { presigned_url } = succeeded(await call("s3_presign", { s3_uri }));
  expect(aws.requests.list()).toEqual([]);
  expectNoSecrets([presigned_url], [aws.credentials.secretAccessKey]);
  expect(logLines.filter((line) => line.includes("X-Amz-Signature"))).toEqual([]);
});

test("a read-only toolkit makes links to read alone", async () => {
  const connections = { aws: connectionTo(local().aws) };
  await using toolkit = createToolkit({ tools: [s3Presign], connections, policy: { readOnly: true } });
  succeeded(await toolkit.call("s3_presign", { s3_uri }));
  const write = await toolkit.call("s3_presign", { s3_uri, operation_type: "write" });
  expect(write._unsafeUnwrapErr().code).toBe("forbidden");
});

test.each([
  ["content_type", { content_type: "text/plain" }],
  ["version_id", { operation_type: "write" as const, version_id: "v1" }],
  ["download_name", { operation_type: "write" as const, download_name: "a.txt" }],
  ["presign_expiry", { presign_expiry: 604_801 }],
])("a wrong %s is refused", async (field, more) => {
  const error = (await local().call("s3_presign", { s3_uri, ...more }))._unsafeUnwrapErr();
  expect([error.code, error.issues?.[0]?.path[0]]).toEqual(["invalid_input", field]);
});
