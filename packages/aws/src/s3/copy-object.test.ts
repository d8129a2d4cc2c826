import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { s3CopyObject } from "./copy-object.ts";
import { s3CreateBucket } from "./create-bucket.ts";
import { s3HeadObject } from "./head-object.ts";
import { s3Operator } from "./operator.ts";

const local = useLocalTools([s3CopyObject, s3CreateBucket, s3HeadObject, s3Operator]);
const source_s3_uri = "s3://copy-records/in/今日 #?%2F+.txt";

beforeAll(async () => {
  const { call } = local();
  for (const bucket_name of ["copy-records", "copy-archive"]) {
    succeeded(await call("s3_create_bucket", { bucket_name }));
  }
  const text = { text_content: "hello", content_type: "text/x-notes" };
  succeeded(await call("s3_operator", { operation_type: "write", s3_uri: source_s3_uri, ...text }));
});

test("keeps the contract of tools", async () => {
  const examples = [
    { source_s3_uri, s3_uri: "s3://b-1/b" },
    { source_s3_uri, source_version_id: "v1", s3_uri: "s3://b-1/b", if_none_match: true, sse_type: "AES256" },
  ];
  expect(await checkToolContract(s3CopyObject, { examples })).toEqual([]);
});

test("copies an object with its media type to another bucket", async () => {
  const { call } = local();
  const s3_uri = "s3://copy-archive/a copy.txt";
  const answer = succeeded(await call("s3_copy_object", { source_s3_uri, s3_uri, sse_type: "AES256" }));
  expect(answer).toMatchObject({
    source_s3_uri,
    s3_uri,
    bucket_name: "copy-archive",
    object_key: "a copy.txt",
    size: 5,
    etag: expect.stringMatching(/^[0-9a-f]{32}$/),
    last_modified: expect.stringMatching(/Z$/),
  });
  expect(succeeded(await call("s3_operator", { s3_uri })).text).toBe("hello");
  expect(succeeded(await call("s3_head_object", { s3_uri }))).toMatchObject({ content_type: "text/x-notes" });
});

test("if_none_match refuses to replace", async () => {
  const { call } = local();
  const copy = { source_s3_uri, s3_uri: "s3://copy-archive/once", if_none_match: true };
  succeeded(await call("s3_copy_object", copy));
  const again = await call("s3_copy_object", copy);
  expectFailure(again, { code: "conflict", origin: "PreconditionFailed", answered: true }, local());
});

test("a source that is not there is not_found", async () => {
  const input = { source_s3_uri: "s3://copy-records/none", s3_uri: "s3://copy-archive/none" };
  expectFailure(await local().call("s3_copy_object", input), { code: "not_found", answered: true }, local());
});

test.each([
  ["kms_key_id", { kms_key_id: "alias/records" }],
  ["s3_uri", { s3_uri: "s3://copy-archive/" }],
  ["source_s3_uri", { source_s3_uri: "s3://copy-records/" }],
])("a wrong %s is refused by name", async (field, more) => {
  const input = { source_s3_uri, s3_uri: "s3://copy-archive/x", ...more };
  const error = (await local().call("s3_copy_object", input))._unsafeUnwrapErr();
  expect([error.code, error.issues?.[0]?.path[0]]).toEqual(["invalid_input", field]);
});

describe("against a scripted service", () => {
  const scripted = useScriptedToolkit([s3CopyObject]);

  test("more than 5 GiB is unsupported and names the way out, before anything is written", async () => {
    const { answer, call, failure, requests } = scripted();
    answer("HEAD *", { headers: { "content-length": String(5 * 1024 ** 3 + 1) } });
    const input = { source_s3_uri: "s3://records/a", s3_uri: "s3://records/b" };
    const error = failure(await call("s3_copy_object", input), { code: "unsupported" });
    expect(error.hint).toContain("s3_file_uploader");
    expect(requests.map(({ method }) => method)).toEqual(["HEAD"]);
  });

  test("the source is sent escaped, with its version", async () => {
    const { answer, call, requests } = scripted();
    answer("HEAD *", { headers: { "content-length": "5" } });
    answer("PUT *", {
      headers: { "content-type": "application/xml", "x-amz-copy-source-version-id": "v+1" },
      body: '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>',
    });
    const input = { source_s3_uri: "s3://records/a #?%/é", source_version_id: "v+1", s3_uri: "s3://records/b" };
    expect(succeeded(await call("s3_copy_object", input))).toMatchObject({ source_version_id: "v+1", etag: "e" });
    expect(requests[1]?.headers["x-amz-copy-source"]).toBe("records/a%20%23%3F%25/%C3%A9?versionId=v%2B1");
  });
});
