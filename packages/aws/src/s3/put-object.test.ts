import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { s3CreateBucket } from "./create-bucket.ts";
import { s3GetObject } from "./get-object.ts";
import { s3PutObject } from "./put-object.ts";

const local = useLocalTools([s3GetObject, s3PutObject, s3CreateBucket]);

beforeAll(async () => {
  succeeded(await local().call("s3_create_bucket", { bucket_name: "put-records" }));
});

test("keeps the contract of tools", async () => {
  const examples = [
    { s3_uri: "s3://records/a.txt", body: "hello" },
    {
      s3_uri: "s3://records/a.bin",
      body: "aGk=",
      body_encoding: "base64",
      content_type: "image/png",
      if_none_match: true,
    },
  ];
  expect(await checkToolContract(s3PutObject, { examples })).toEqual([]);
});

test("stores text and says what was stored; an empty body is a body", async () => {
  const { call } = local();
  const s3_uri = "s3://put-records/報告 #1.txt";
  const stored = succeeded(await call("s3_put_object", { s3_uri, body: "雪", content_type: "text/plain" }));
  expect(stored).toMatchObject({ s3_uri, content_type: "text/plain", size: 3, etag: expect.any(String) });
  expect(succeeded(await call("s3_get_object", { s3_uri }))).toMatchObject({ body: "雪", content_type: "text/plain" });
  expect(succeeded(await call("s3_put_object", { s3_uri, body: "" }))).toMatchObject({ size: 0 });
});

test("replaces only what it is told to", async () => {
  const { call } = local();
  const s3_uri = "s3://put-records/state.json";
  const { etag } = succeeded(await call("s3_put_object", { s3_uri, body: "1", if_none_match: true }));
  const again = await call("s3_put_object", { s3_uri, body: "2", if_none_match: true });
  expectFailure(again, { code: "conflict", origin: "PreconditionFailed", answered: true }, local());
  succeeded(await call("s3_put_object", { s3_uri, body: "3", if_match: etag ?? "" }));
  const stale = await call("s3_put_object", { s3_uri, body: "4", if_match: etag ?? "" });
  expectFailure(stale, { code: "conflict", origin: "PreconditionFailed", answered: true }, local());
  expect(succeeded(await call("s3_get_object", { s3_uri })).body).toBe("3");
});

test.each([
  [{ body: "not base64!", body_encoding: "base64" }, ["body"]],
  [{ body: "", if_match: "e", if_none_match: true }, ["if_match"]],
  [{ body: "", kms_key_id: "alias/k" }, ["kms_key_id"]],
])("refuses %j", async (wrong, path) => {
  const result = await local().call("s3_put_object", { s3_uri: "s3://put-records/x", ...wrong } as never);
  expect(result._unsafeUnwrapErr()).toMatchObject({ code: "invalid_input", issues: [{ path }] });
});
