import { checkToolContract } from "@tsunagu/core/testing";
import { expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { s3CreateBucket } from "./create-bucket.ts";
import { s3DeleteObject } from "./delete-object.ts";
import { s3Operator } from "./operator.ts";

const local = useLocalTools([s3DeleteObject, s3CreateBucket, s3Operator]);

test("keeps the contract of tools", async () => {
  const examples = [{ s3_uri: "s3://records/a.txt" }, { s3_uri: "s3://records/a.txt", version_id: "v1" }];
  expect(await checkToolContract(s3DeleteObject, { examples })).toEqual([]);
});

test("deletes that object alone, and again without an error", async () => {
  const { call, aws } = local();
  succeeded(await call("s3_create_bucket", { bucket_name: "delete-records" }));
  for (const key of ["a #?%2F+.txt", "a "]) {
    const s3_uri = `s3://delete-records/${key}`;
    succeeded(await call("s3_operator", { operation_type: "write", s3_uri, text_content: key }));
  }
  const s3_uri = "s3://delete-records/a #?%2F+.txt";
  for (const _time of ["first", "again"]) {
    expect(succeeded(await call("s3_delete_object", { s3_uri }))).toEqual({
      s3_uri,
      bucket_name: "delete-records",
      object_key: "a #?%2F+.txt",
      delete_marker: false,
      version_id: null,
    });
  }
  expect(aws.s3.object("delete-records", "a #?%2F+.txt")).toBeUndefined();
  expect(aws.s3.object("delete-records", "a ")?.size).toBe(2);
});

test("a bucket that is not there is not_found", async () => {
  const result = await local().call("s3_delete_object", { s3_uri: "s3://delete-not-there/a" });
  expectFailure(result, { code: "not_found", origin: "NoSuchBucket", answered: true }, local());
});

test("a bucket without a key is refused before anything is sent", async () => {
  local().aws.requests.clear();
  const error = (await local().call("s3_delete_object", { s3_uri: "s3://delete-records/" }))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["s3_uri"] }] });
  expect(local().aws.requests.list()).toEqual([]);
});
