import { awsConnection, awsTools } from "@tsunagu/aws";
import {
  bodyOf,
  createRedactor,
  createToolkit,
  describeError,
  resolveConnection,
  silentLogger,
  type ToolError,
} from "@tsunagu/core";
import type { Result } from "neverthrow";
import { expect, test } from "vitest";
import { copyParts } from "../packages/aws/src/s3/copy-parts.ts";
import { s3 } from "../packages/aws/src/s3/service.ts";
import { openSession } from "../packages/aws/src/session.ts";
import { attachRecorder } from "./support/attach-recorder.ts";
import { startMoto } from "./support/moto.ts";

const aws = attachRecorder(startMoto);
const mebibyte = 1024 ** 2;
const [source, target] = ["copy-parts-records", "copy-parts-archive"] as const;

const succeeded = <T>(result: Result<T, ToolError>): T => {
  if (result.isErr()) throw new Error(describeError(result.error));
  return result.value;
};

test("a copy in parts has the same bytes, media type and tags, and leaves no part behind when it fails", async () => {
  const connection = {
    aws_access_key_id: "AKIDLOCALTEST0000000",
    aws_secret_access_key: "local-test-secret",
    aws_region: "us-east-1",
    aws_endpoint_url: aws().url,
  };
  await using toolkit = createToolkit({ tools: awsTools, connections: { aws: connection } });
  for (const bucket_name of [source, target]) succeeded(await toolkit.call("s3_create_bucket", { bucket_name }));
  const content = Buffer.from(Array.from({ length: 11 * mebibyte + 7 }, (_none, index) => (index * 31) % 251));
  const file = { name: "a.bin", mediaType: "application/x-records", size: content.byteLength, body: bodyOf(content) };
  const upload = { bucket_name: source, input_file: { uri: "test:0" } };
  succeeded(await toolkit.call("s3_file_uploader", upload, { inputs: new Map([["test:0", file]]) }));

  const values = resolveConnection(awsConnection, [{ name: "call", values: connection }]);
  const host = { logger: silentLogger, redactor: createRedactor() };
  const session = succeeded(values.andThen((resolved) => openSession(resolved, host)));
  const call = { session, signal: new AbortController().signal, report: () => {} };
  const at = { Bucket: source, Key: "a.bin" };
  const Tagging = { TagSet: [{ Key: "kind", Value: "a+b = c" }] };
  succeeded(await s3(call, (sdk) => new sdk.PutObjectTaggingCommand({ ...at, Tagging })));
  const copy = {
    source: { bucket: source, key: "a.bin", version: undefined },
    copySource: `${source}/a.bin`,
    head: succeeded(await s3(call, (sdk) => new sdk.HeadObjectCommand(at))),
    target: { bucket: target, key: "copy.bin" },
    members: {},
    partBytes: 5 * mebibyte,
  };
  expect(succeeded(await copyParts(call, copy)).ETag).toMatch(/-3"$/);

  const made = { Bucket: target, Key: "copy.bin" };
  const read = succeeded(await s3(call, (sdk) => new sdk.GetObjectCommand(made)));
  expect(Buffer.from((await read.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
  expect(read.ContentType).toBe("application/x-records");
  expect(succeeded(await s3(call, (sdk) => new sdk.GetObjectTaggingCommand(made))).TagSet).toEqual(Tagging.TagSet);

  const broken = { ...copy, copySource: `${source}/none`, target: { bucket: target, key: "broken.bin" } };
  expect((await copyParts(call, broken))._unsafeUnwrapErr().code).toBe("not_found");
  const left = succeeded(await s3(call, (sdk) => new sdk.ListMultipartUploadsCommand({ Bucket: target })));
  expect(left.Uploads ?? []).toEqual([]);
});
