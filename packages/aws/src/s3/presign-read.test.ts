import { createRedactor, createToolkit, silentLogger } from "@tsunagu/core";
import { expect, test } from "vitest";
import { openSession } from "../session.ts";
import { expectNoSecrets, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";
import { s3Operator } from "./operator.ts";
import { presignStored } from "./presign-read.ts";

const local = useLocalToolkit();
const linkTo = { s3_uri: "s3://records/a.txt", generate_presign_url: true };

test.each([
  ["ap-northeast-1", "https://records.s3.ap-northeast-1.amazonaws.com"],
  ["us-east-1", "https://records.s3.us-east-1.amazonaws.com"],
  ["cn-north-1", "https://records.s3.cn-north-1.amazonaws.com.cn"],
  ["us-gov-west-1", "https://records.s3.us-gov-west-1.amazonaws.com"],
])("seed defect: in %s the link is on the bucket's regional host", async (aws_region, origin) => {
  const { aws_endpoint_url: _local, ...connection } = local().connection;
  await using toolkit = createToolkit({ tools: [s3Operator], connections: { aws: { ...connection, aws_region } } });
  const url = new URL(succeeded(await toolkit.call("s3_operator", linkTo)).presigned_url ?? "");
  expect(url.origin).toBe(origin);
  expect(url.searchParams.get("X-Amz-Credential")).toMatch(new RegExp(`/\\d{8}/${aws_region}/s3/aws4_request$`));
});

test("nobody is contacted for a link, and the secret is not in it", async () => {
  const { call, aws } = local();
  aws.requests.clear();
  const { presigned_url } = succeeded(await call("s3_operator", linkTo));
  expect(aws.requests.list()).toEqual([]);
  expectNoSecrets([presigned_url ?? ""], [aws.credentials.secretAccessKey]);
});

test("a link is not in the log", async () => {
  const { call, logLines } = local();
  succeeded(await call("s3_operator", linkTo));
  expect(logLines.length).toBeGreaterThan(0);
  expect(logLines.filter((line) => line.includes("X-Amz-Signature"))).toEqual([]);
});

test("seed defect: when the object is stored but no link can be made, the error says so", async () => {
  const connection = { text: { aws_region: "us-east-1", aws_profile: "not-there" }, secret: {} };
  const host = { logger: silentLogger, redactor: createRedactor() };
  const session = openSession(connection, host)._unsafeUnwrap();
  const call = { session, signal: new AbortController().signal };
  const wanted = { generate_presign_url: true, presign_expiry: 60 };
  const error = (await presignStored(call, { bucket: "records", key: "a.txt" }, wanted))._unsafeUnwrapErr();
  expect(error).toMatchObject({
    code: "partial",
    message: expect.stringContaining("s3://records/a.txt is stored"),
    partial: { done: ["s3://records/a.txt"], failed: ["presigned_url"] },
  });
});
