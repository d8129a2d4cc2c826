import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { s3CreateBucket } from "./create-bucket.ts";
import { s3GetObject } from "./get-object.ts";
import { s3PutObject } from "./put-object.ts";

const local = useLocalTools([s3GetObject, s3PutObject, s3CreateBucket]);
const s3_uri = "s3://get-records/台帳 #1?%.txt";

beforeAll(async () => {
  const { call } = local();
  succeeded(await call("s3_create_bucket", { bucket_name: "get-records" }));
  succeeded(await call("s3_put_object", { s3_uri, body: "こんにちは", metadata: { owner: "sato" } }));
});

test("keeps the contract of tools", async () => {
  const examples = [{ s3_uri: "s3://records/a.txt" }, { s3_uri: "s3://records/a.txt", last_bytes: 5, max_bytes: 5 }];
  expect(await checkToolContract(s3GetObject, { examples })).toEqual([]);
});

test("gives text as text, with what S3 knows of the object", async () => {
  expect(succeeded(await local().call("s3_get_object", { s3_uri }))).toMatchObject({
    ...{ s3_uri, body: "こんにちは", body_encoding: "utf-8", byte_range: null },
    ...{ bucket: "get-records", key: "台帳 #1?%.txt", content_length: 15, metadata: { owner: "sato" } },
  });
});

test("gives other bytes in base64, and a range of them", async () => {
  const bytes = Buffer.from([0xff, 0x00, 0xfe, 0x61]);
  const binary = "s3://get-records/b.bin";
  const { call } = local();
  succeeded(await call("s3_put_object", { s3_uri: binary, body: bytes.toString("base64"), body_encoding: "base64" }));
  expect(succeeded(await call("s3_get_object", { s3_uri: binary }))).toMatchObject({
    body: bytes.toString("base64"),
    body_encoding: "base64",
  });
  expect(succeeded(await call("s3_get_object", { s3_uri: binary, last_bytes: 1 }))).toMatchObject({
    body: "a",
    byte_range: { first_byte: 3, last_byte: 3, object_size: 4 },
  });
});

test("refuses more than max_bytes, and what is not there", async () => {
  const { call } = local();
  expectFailure(await call("s3_get_object", { s3_uri, max_bytes: 14 }), { code: "too_large" }, local());
  const missing = await call("s3_get_object", { s3_uri: "s3://get-records/none" });
  expectFailure(missing, { code: "not_found", origin: "NoSuchKey", answered: true }, local());
});
