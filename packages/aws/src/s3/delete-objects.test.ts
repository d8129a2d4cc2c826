import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, test } from "vitest";
import { succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { s3CreateBucket } from "./create-bucket.ts";
import { s3DeleteObjects } from "./delete-objects.ts";
import { s3Operator } from "./operator.ts";

const local = useLocalTools([s3DeleteObjects, s3CreateBucket, s3Operator]);
const bucket_name = "delete-many";

test("keeps the contract of tools", async () => {
  const examples = [{ bucket_name: "records", object_keys: ["a", "b/c\nd"] }];
  expect(await checkToolContract(s3DeleteObjects, { examples })).toEqual([]);
});

test("deletes the keys, whatever is in them, in requests of a thousand", async () => {
  const { call, aws } = local();
  succeeded(await call("s3_create_bucket", { bucket_name }));
  const stored = ["a.txt", "b/ <&> #?%2F+.txt", "請求書.txt", "kept.txt"];
  for (const key of stored) {
    const s3_uri = `s3://${bucket_name}/${key}`;
    succeeded(await call("s3_operator", { operation_type: "write", s3_uri, text_content: "x" }));
  }
  aws.requests.clear();
  const missing = Array.from({ length: 1000 }, (_none, index) => `missing-${index}`);
  const object_keys = [...stored.slice(0, 3), ...missing];
  const answer = succeeded(await call("s3_delete_objects", { bucket_name, object_keys }));
  expect(answer).toMatchObject({ count: 1003, ok: 1003, failed: 0 });
  expect(answer.results.map(({ index, object_key }) => [index, object_key])).toEqual([...object_keys.entries()]);
  expect(stored.filter((key) => aws.s3.object(bucket_name, key) !== undefined)).toEqual(["kept.txt"]);
  expect(aws.requests.list().length).toBe(2);
});

test("a bucket that is not there fails every key", async () => {
  const input = { bucket_name: "delete-not-there", object_keys: ["a"] };
  const error = (await local().call("s3_delete_objects", input))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "partial", partial: { done: [], failed: [{ error_code: "not_found" }] } });
});

describe("when S3 refuses some keys", () => {
  const scripted = useScriptedToolkit([s3DeleteObjects]);
  const body = `<?xml version="1.0" encoding="UTF-8"?><DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
    <Deleted><Key>a</Key><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>m</DeleteMarkerVersionId></Deleted>
    <Error><Key>b</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>`;
  const answerXml = { headers: { "content-type": "application/xml" }, body };
  const input = { bucket_name: "records", object_keys: ["a", "b", "c"] };

  test("each key has its result, and one that is not mentioned is not taken for deleted", async () => {
    const { answer, call } = scripted();
    answer("POST *", answerXml);
    const report = succeeded(await call("s3_delete_objects", { ...input, on_file_error: "report" }));
    expect(report.results).toEqual([
      { index: 0, object_key: "a", status: "ok", delete_marker: true, error: null, error_code: null },
      {
        index: 1,
        object_key: "b",
        status: "failed",
        delete_marker: false,
        error: "Access Denied",
        error_code: "AccessDenied",
      },
      {
        index: 2,
        object_key: "c",
        status: "failed",
        delete_marker: false,
        error: "S3 does not say that it is deleted",
        error_code: "upstream",
      },
    ]);
  });

  test("by default the call is partial and says which", async () => {
    const { answer, call, failure } = scripted();
    answer("POST *", answerXml);
    const error = failure(await call("s3_delete_objects", input), { code: "partial" });
    expect(error.partial).toMatchObject({
      done: [{ object_key: "a" }],
      failed: [{ object_key: "b" }, { object_key: "c" }],
      remaining: [],
    });
  });

  test("one request that fails does not hide what the other did", async () => {
    const { answer, call, failure } = scripted();
    const object_keys = Array.from({ length: 1001 }, (_none, index) => `k${index}`);
    const deleted = object_keys.slice(0, 1000).map((key) => `<Deleted><Key>${key}</Key></Deleted>`);
    const whole = { ...answerXml, body: `<DeleteResult>${deleted.join("")}</DeleteResult>` };
    answer("POST *", whole, {
      ...answerXml,
      status: 403,
      body: "<Error><Code>AccessDenied</Code><Message>no</Message></Error>",
    });
    const error = failure(await call("s3_delete_objects", { bucket_name: "records", object_keys }), {
      code: "partial",
    });
    expect(error.partial?.failed).toMatchObject([{ index: 1000, object_key: "k1000", error_code: "forbidden" }]);
    expect(error.partial?.done).toHaveLength(1000);
  });
});
