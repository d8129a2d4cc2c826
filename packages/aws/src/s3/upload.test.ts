import { setTimeout as wait } from "node:timers/promises";
import { createToolkit } from "@tsunagu/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { awsTools } from "../index.ts";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { handOver, useLocalToolkit } from "../testing/local-toolkit.ts";
import { pattern } from "../testing/pattern.ts";

const local = useLocalToolkit();
const mebibyte = 1024 ** 2;
const key = "big.bin";

/** Gives 20 MiB and then stands still. */
async function* stalling(): AsyncGenerator<Uint8Array, void> {
  yield* pattern(20 * mebibyte).stream();
  await wait(60_000, undefined, { ref: false });
}

const upload = (
  bucket_name: string,
  content: AsyncIterable<Uint8Array>,
  options: { signal?: AbortSignal; deadlineMs?: number; size?: number } = {},
) => {
  const { size, ...call } = options;
  const { references, inputs } = handOver({ name: key, content, ...(size === undefined ? {} : { size }) });
  const [input_file = { uri: "" }] = references;
  return local().call("s3_file_uploader", { bucket_name, input_file }, { inputs, ...call });
};

const nothingIsLeft = (bucket: string): void => {
  expect(local().aws.s3.openUploads()).toEqual([]);
  expect(local().aws.s3.objects(bucket)).toEqual([]);
};

const partsHaveArrived = () =>
  expect
    .poll(
      () =>
        local()
          .aws.s3.openUploads()
          .flatMap(({ parts }) => parts).length,
      { interval: 10, timeout: 5000 },
    )
    .toBeGreaterThan(0);

describe("nothing is left behind", () => {
  test("by an abort in mid-upload", async () => {
    const bucket = await local().makeBucket();
    const caller = new AbortController();
    const uploading = upload(bucket, stalling(), { signal: caller.signal });
    await partsHaveArrived();
    caller.abort();
    expectFailure(await uploading, { code: "aborted" }, local());
    nothingIsLeft(bucket);
  });

  test("by a deadline in mid-upload", async () => {
    const bucket = await local().makeBucket();
    const result = await upload(bucket, stalling(), { deadlineMs: 700 });
    expect(expectFailure(result, { code: "timeout" }, local()).retryable).toBe(true);
    expect(
      local()
        .aws.requests.list()
        .map(({ operation }) => operation),
    ).toContain("CreateMultipartUpload");
    nothingIsLeft(bucket);
  });

  test("by an abort while the upload begins", async () => {
    const bucket = await local().makeBucket();
    const caller = new AbortController();
    local().aws.faults.inject({ kind: "slow_body", operation: "CreateMultipartUpload", pauseMs: 40 });
    const uploading = upload(bucket, stalling(), { signal: caller.signal });
    await expect.poll(() => local().aws.s3.openUploads().length, { interval: 5, timeout: 5000 }).toBe(1);
    caller.abort();
    expectFailure(await uploading, { code: "aborted" }, local());
    nothingIsLeft(bucket);
  });

  test("by a source that breaks off", async () => {
    const bucket = await local().makeBucket();
    const breaking = async function* (): AsyncGenerator<Uint8Array, void> {
      yield* pattern(20 * mebibyte).stream();
      throw new Error("the disk went away");
    };
    const result = await upload(bucket, breaking());
    expect(result.isErr()).toBe(true);
    nothingIsLeft(bucket);
  });

  test.each([
    ["longer", 20 * mebibyte, /has \d+ or more; nothing/],
    ["shorter", 9 * mebibyte, /has 9437184; nothing/],
  ])("by a source that is %s than it said", async (_what, length, problem) => {
    const bucket = await local().makeBucket();
    const result = await upload(bucket, pattern(length).stream(), { size: 15 * mebibyte });
    expect(expectFailure(result, { code: "upstream" }, local()).message).toMatch(problem);
    nothingIsLeft(bucket);
  });

  test("by a small source that is shorter than it said", async () => {
    const bucket = await local().makeBucket();
    expectFailure(await upload(bucket, pattern(10).stream(), { size: 11 }), { code: "upstream" }, local());
    nothingIsLeft(bucket);
  });
});

describe("a part that fails", () => {
  afterEach(() => {
    vi.stubEnv("AWS_MAX_ATTEMPTS", undefined);
  });

  test("is sent again when the connection broke, and the file arrives whole", async () => {
    const { makeBucket, aws } = local();
    const bucket = await makeBucket();
    aws.faults.inject({ kind: "connection_cut", operation: "UploadPart" });
    const size = 12 * mebibyte;
    expect(succeeded(await upload(bucket, pattern(size).stream(), { size })).size).toBe(size);
    expect(aws.faults.pending).toBe(0);
  });

  test("for good ends the upload with its own error, and the parts go", async () => {
    const { makeBucket, aws, connection } = local();
    const bucket = await makeBucket();
    aws.faults.inject({ kind: "connection_cut", operation: "UploadPart", count: 100 });
    vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
    await using toolkit = createToolkit({ tools: awsTools, connections: { aws: connection } });
    const { references, inputs } = handOver({ name: key, content: stalling() });
    const [input_file = { uri: "" }] = references;
    const result = await toolkit.call("s3_file_uploader", { bucket_name: bucket, input_file }, { inputs });
    expectFailure(result, { code: "unavailable", origin: "ECONNRESET" }, local());
    nothingIsLeft(bucket);
  });

  test("and whose parts cannot be removed says which upload is left", async () => {
    const { makeBucket, aws, connection } = local();
    const bucket = await makeBucket();
    aws.faults.inject({ kind: "connection_cut", operation: "UploadPart", count: 100 });
    aws.faults.inject({ kind: "connection_cut", operation: "AbortMultipartUpload", count: 100 });
    vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
    await using toolkit = createToolkit({ tools: awsTools, connections: { aws: connection } });
    const { references, inputs } = handOver({ name: key, content: stalling() });
    const [input_file = { uri: "" }] = references;
    const result = await toolkit.call("s3_file_uploader", { bucket_name: bucket, input_file }, { inputs });
    const error = expectFailure(result, { code: "unavailable" }, local());
    expect(error.details).toEqual({ unfinished_upload_id: aws.s3.openUploads()[0]?.uploadId });
    expect(error.hint).toContain("abort the multipart upload");
  });
});

test("a file beyond what S3 can hold is refused before a byte is read", async () => {
  const bucket = await local().makeBucket();
  const result = await upload(bucket, pattern(1).stream(), { size: 5 * 1024 ** 4 + 1 });
  expectFailure(result, { code: "too_large" }, local());
});
