import { createToolkit } from "@tsunagu/core";
import { describe, expect, test } from "vitest";
import { awsTools } from "../index.ts";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { type HostFile, handOver, useLocalToolkit } from "../testing/local-toolkit.ts";
import { hashOf, pattern } from "../testing/pattern.ts";

const local = useLocalToolkit();
const mebibyte = 1024 ** 2;

const upload = async (
  bucket_name: string,
  file: HostFile,
  more: { object_key?: string; key_prefix?: string; if_none_match?: boolean; generate_presign_url?: boolean } = {},
) => {
  const { references, inputs } = handOver(file);
  const [input_file = { uri: "" }] = references;
  return local().call("s3_file_uploader", { bucket_name, input_file, ...more }, { inputs });
};

test("uploads a file under its name, with its media type, and tells what was stored", async () => {
  const { makeBucket, aws, stored } = local();
  const bucket = await makeBucket();
  const answer = succeeded(await upload(bucket, { name: "cat.png", content: "meow", type: "image/png" }));
  expect(answer).toEqual({
    bucket_name: bucket,
    object_key: "cat.png",
    s3_uri: `s3://${bucket}/cat.png`,
    presigned_url: null,
    presign_expiry: null,
    content_type: "image/png",
    etag: aws.s3.object(bucket, "cat.png")?.etag,
    version_id: null,
    size: 4,
  });
  expect(aws.s3.object(bucket, "cat.png")?.contentType).toBe("image/png");
  expect((await stored(bucket, "cat.png")).toString()).toBe("meow");
});

test.each([
  [{ key_prefix: "reports/2026/" }, "reports/2026/a.txt"],
  [{ object_key: "/kept/as it is?#%2F+.txt" }, "/kept/as it is?#%2F+.txt"],
  [{ key_prefix: "請求書", object_key: "x/..//y" }, "請求書/x/..//y"],
])("the place %j is the key %s", async (place, key) => {
  const { makeBucket, aws } = local();
  const bucket = await makeBucket();
  succeeded(await upload(bucket, { name: "a.txt", content: "x" }, place));
  expect(aws.s3.objects(bucket).map((object) => object.key)).toEqual([key]);
});

test("seed defect: the query string of an address does not become part of the key", async () => {
  const { makeBucket, aws, call } = local();
  const bucket = await makeBucket();
  const { presigned_url } = succeeded(
    await upload(bucket, { name: "source.txt", content: "linked" }, { generate_presign_url: true }),
  );
  await using toolkit = createToolkit({
    tools: awsTools,
    connections: { aws: local().connection },
    files: { allowHosts: ["127.0.0.1"] },
  });
  const input = { bucket_name: bucket, key_prefix: "copy", input_file: { uri: presigned_url ?? "" } };
  expect(succeeded(await toolkit.call("s3_file_uploader", input)).object_key).toBe("copy/source.txt");
  expect(aws.s3.objects(bucket).map(({ key }) => key)).toEqual(["copy/source.txt", "source.txt"]);
  const refused = await call("s3_file_uploader", input);
  expectFailure(refused, { code: "forbidden" }, local());
});

test("seed defect: a blank expiry is the default, not a crash", async () => {
  const bucket = await local().makeBucket();
  const answer = await upload(bucket, { name: "a", content: "x" }, { generate_presign_url: true });
  expect(succeeded(answer).presign_expiry).toBe(3600);
});

test("an empty file is stored as an empty object", async () => {
  const { makeBucket, aws } = local();
  const bucket = await makeBucket();
  expect(succeeded(await upload(bucket, { name: "empty.bin", content: "" }))).toMatchObject({ size: 0 });
  expect(aws.s3.object(bucket, "empty.bin")?.size).toBe(0);
});

describe("seed defect: a large file", () => {
  test.each([
    ["of known size", 20 * mebibyte + 5],
    ["of unknown size", undefined],
  ])("%s streams in parts and arrives whole", async (_what, size) => {
    const { makeBucket, aws } = local();
    const bucket = await makeBucket();
    const length = 20 * mebibyte + 5;
    const body = pattern(length);
    const file = { name: "big.bin", content: body.stream(), ...(size === undefined ? {} : { size }) };
    const progress: number[] = [];
    const { references, inputs } = handOver(file);
    const [input_file = { uri: "" }] = references;
    const answer = await local().call(
      "s3_file_uploader",
      { bucket_name: bucket, input_file },
      { inputs, onProgress: ({ done = 0 }) => progress.push(done) },
    );
    expect(succeeded(answer)).toMatchObject({ size: length, etag: expect.stringMatching(/-\d$/) });
    expect(aws.requests.list().filter(({ operation }) => operation === "UploadPart").length).toBeGreaterThan(1);
    expect(await hashOf(aws.s3.read(bucket, "big.bin"))).toBe(await body.hash());
    expect(progress.at(-1)).toBe(length);
    expect(aws.s3.openUploads()).toEqual([]);
  });
});

describe("seed defect: if_none_match refuses to replace an object", () => {
  test.each([
    ["a small file", 10],
    ["a file in parts", 9 * mebibyte],
  ])("%s", async (_what, length) => {
    const { makeBucket, putText, stored, aws } = local();
    const bucket = await makeBucket();
    await putText(bucket, "taken.bin", "first");
    const file = { name: "taken.bin", content: pattern(length).stream(), size: length };
    const result = await upload(bucket, file, { if_none_match: true });
    expectFailure(result, { code: "conflict", origin: "PreconditionFailed", answered: true }, local());
    expect((await stored(bucket, "taken.bin")).toString()).toBe("first");
    expect(aws.s3.openUploads()).toEqual([]);
    succeeded(await upload(bucket, { name: "free.bin", content: "x" }, { if_none_match: true }));
  });
});

test("seed defect: cache control, metadata and tags are kept with a file, small or in parts", async () => {
  const { makeBucket, aws, call } = local();
  const bucket_name = await makeBucket();
  const notes = { cache_control: "no-store", metadata: { source: "scan" }, tags: { kind: "invoice" } };
  for (const length of [3, 9 * mebibyte]) {
    const { references, inputs } = handOver({ name: "a.bin", content: pattern(length).stream(), size: length });
    const [input_file = { uri: "" }] = references;
    succeeded(await call("s3_file_uploader", { bucket_name, input_file, ...notes }, { inputs }));
    expect(aws.s3.object(bucket_name, "a.bin")).toMatchObject({
      headers: { "cache-control": "no-store" },
      metadata: notes.metadata,
      tags: notes.tags,
      size: length,
    });
  }
});

describe("encryption options", () => {
  const kms_key_id = "alias/records";
  test.each([
    [{ sse_type: "AES256" }, { serverSideEncryption: "AES256" }],
    [{ sse_type: "aws:kms" }, { serverSideEncryption: "aws:kms", bucketKeyEnabled: false }],
    [
      { sse_type: "aws:kms", kms_key_id, bucket_key_enabled: true },
      { serverSideEncryption: "aws:kms", bucketKeyEnabled: true },
    ],
    [{ sse_type: "aws:kms:dsse", kms_key_id }, { serverSideEncryption: "aws:kms:dsse" }],
  ] as const)("%j reach the object, small or in parts", async (options, expected) => {
    const { makeBucket, aws, call } = local();
    const bucket_name = await makeBucket();
    for (const length of [3, 9 * mebibyte]) {
      const { references, inputs } = handOver({ name: "a.bin", content: pattern(length).stream(), size: length });
      const [input_file = { uri: "" }] = references;
      succeeded(await call("s3_file_uploader", { bucket_name, input_file, ...options }, { inputs }));
      expect(aws.s3.object(bucket_name, "a.bin")).toMatchObject({ ...expected, size: length });
    }
  });

  test.each([
    [{ kms_key_id }, "kms_key_id"],
    [{ sse_type: "AES256", kms_key_id }, "kms_key_id"],
    [{ sse_type: "aws:kms:dsse", bucket_key_enabled: true }, "bucket_key_enabled"],
    [{ bucket_key_enabled: true }, "bucket_key_enabled"],
    [{ sse_type: "AWS:KMS" }, "sse_type"],
  ])("seed defect: %j is refused by field %s before anything is sent", async (options, field) => {
    const { run, aws } = local();
    aws.requests.clear();
    const raw = { bucket_name: "records", input_file: { uri: "data:,x" }, ...options };
    expect((await run("s3_file_uploader", raw))._unsafeUnwrapErr()).toMatchObject({
      code: "invalid_input",
      issues: [{ path: [field] }],
    });
    expect(aws.requests.list()).toEqual([]);
  });
});

test("a presigned link of the stored object works with a plain fetch", async () => {
  const bucket = await local().makeBucket();
  const file = { name: "a b#c.txt", content: "linked", type: "text/plain" };
  const answer = succeeded(await upload(bucket, file, { generate_presign_url: true }));
  const response = await fetch(answer.presigned_url ?? "");
  expect([await response.text(), response.headers.get("content-type")]).toEqual(["linked", "text/plain"]);
});

test.each(["s3://records", "", "a/b", " records"])("the bucket name %j is refused", async (bucket_name) => {
  const raw = { bucket_name, input_file: { uri: "data:,x" } };
  const { code, issues = [] } = (await local().run("s3_file_uploader", raw))._unsafeUnwrapErr();
  expect([code, ...new Set(issues.map(({ path }) => path.join()))]).toEqual(["invalid_input", "bucket_name"]);
});
