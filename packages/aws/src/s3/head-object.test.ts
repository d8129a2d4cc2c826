import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { s3CreateBucket } from "./create-bucket.ts";
import { s3HeadObject } from "./head-object.ts";
import { s3Operator } from "./operator.ts";

const local = useLocalTools([s3HeadObject, s3CreateBucket, s3Operator]);

test("keeps the contract of tools", async () => {
  expect(await checkToolContract(s3HeadObject, { examples: [{ s3_uri: "s3://records/a.txt" }] })).toEqual([]);
});

test("describes an object without reading it", async () => {
  const { call } = local();
  const s3_uri = "s3://head-records/a b#?%.txt";
  succeeded(await call("s3_create_bucket", { bucket_name: "head-records" }));
  const text = { text_content: "hello", content_type: "text/x-notes" };
  const stored = succeeded(await call("s3_operator", { operation_type: "write", s3_uri, ...text }));
  expect(succeeded(await call("s3_head_object", { s3_uri }))).toMatchObject({
    s3_uri,
    bucket: "head-records",
    key: "a b#?%.txt",
    content_type: "text/x-notes",
    content_length: 5,
    etag: stored.etag,
    last_modified: expect.stringMatching(/Z$/),
    metadata: {},
    storage_class: "STANDARD",
    archive_status: null,
  });
});

test("an object that is not there is not_found", async () => {
  const result = await local().call("s3_head_object", { s3_uri: "s3://head-records/none" });
  expectFailure(result, { code: "not_found", origin: "NotFound", answered: true }, local());
});
