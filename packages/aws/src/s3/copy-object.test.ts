import { checkToolContract } from "@tsunagu/core/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalTools } from "../testing/local-tools.ts";
import { type ScriptedAnswer, useScriptedToolkit } from "../testing/scripted-toolkit.ts";
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

  const gibibyte = 1024 ** 3;
  const large = { source_s3_uri: "s3://records/a", s3_uri: "s3://archive/b" };
  const xml = (body: string) => ({ headers: { "content-type": "application/xml" }, body });
  const scriptLarge = (size: number, part: (number: number) => ScriptedAnswer): void => {
    const { answer } = scripted();
    answer("HEAD *", { headers: { "content-length": String(size), etag: '"source"', "x-amz-meta-owner": "records" } });
    answer("GET *", xml("<Tagging><TagSet><Tag><Key>kind</Key><Value>a b</Value></Tag></TagSet></Tagging>"));
    answer("POST *", ({ query }) =>
      query.has("uploads")
        ? xml("<InitiateMultipartUploadResult><UploadId>upload-1</UploadId></InitiateMultipartUploadResult>")
        : xml("<CompleteMultipartUploadResult><ETag>&quot;whole-21&quot;</ETag></CompleteMultipartUploadResult>"),
    );
    answer("PUT *", ({ query }) => part(Number(query.get("partNumber"))));
    answer("DELETE *", { status: 204 });
  };
  const copied = (number: number) => xml(`<CopyPartResult><ETag>"${number}"</ETag></CopyPartResult>`);

  test("more than 5 GiB is copied in parts that join into the whole, with metadata and tags", async () => {
    const size = 10 * gibibyte + 1;
    scriptLarge(size, copied);
    const { call, requests } = scripted();
    const messages: number[] = [];
    const onProgress = ({ done = 0 }: { readonly done?: number }) => messages.push(done);
    const answer = succeeded(await call("s3_copy_object", { ...large, if_none_match: true }, { onProgress }));
    expect(answer).toMatchObject({ size, etag: "whole-21", last_modified: null });
    const [began] = requests.filter(({ query }) => query.has("uploads"));
    expect(began?.headers).toMatchObject({ "x-amz-meta-owner": "records", "x-amz-tagging": "kind=a+b" });
    const parts = requests.filter(({ method }) => method === "PUT");
    const ranges = parts.map(({ headers }) => /^bytes=(\d+)-(\d+)$/.exec(String(headers["x-amz-copy-source-range"])));
    const bytes = ranges.map((range) => [Number(range?.[1]), Number(range?.[2])] as const).sort(([a], [b]) => a - b);
    expect(bytes.map(([start]) => start)).toEqual([0, ...bytes.slice(0, -1).map(([, end]) => end + 1)]);
    expect([bytes.length, bytes.at(-1)?.[1]]).toEqual([21, size - 1]);
    for (const { headers } of parts) {
      expect(headers).toMatchObject({ "x-amz-copy-source": "records/a", "x-amz-copy-source-if-match": '"source"' });
    }
    const completed = requests.at(-1);
    expect(completed?.headers["if-none-match"]).toBe("*");
    const numbers = [...(completed?.body.toString() ?? "").matchAll(/<PartNumber>(\d+)</g)].map(([, number]) => number);
    expect(numbers).toEqual(Array.from({ length: 21 }, (_none, index) => String(index + 1)));
    expect(messages.at(-1)).toBe(size);
  });

  test("a part that cannot be copied ends the copy, and its parts are removed", async () => {
    scriptLarge(6 * gibibyte, (number) =>
      number === 3 ? { status: 412, ...xml("<Error><Code>PreconditionFailed</Code></Error>") } : copied(number),
    );
    const { call, failure, requests } = scripted();
    failure(await call("s3_copy_object", large), { code: "conflict", origin: "PreconditionFailed" });
    const [last] = requests.slice(-1);
    expect([last?.method, last?.path, last?.query.get("uploadId")]).toEqual(["DELETE", "/archive/b", "upload-1"]);
  });

  test("a copy that is stopped leaves nothing behind", async () => {
    scriptLarge(6 * gibibyte, copied);
    const { call, failure, requests } = scripted();
    const stop = new AbortController();
    const options = { signal: stop.signal, onProgress: () => stop.abort() };
    failure(await call("s3_copy_object", large, options), { code: "aborted" });
    expect(requests.filter(({ method }) => method === "DELETE").length).toBe(1);
    expect(requests.filter(({ method, query }) => method === "POST" && !query.has("uploads"))).toEqual([]);
  });

  test("parts that cannot be removed are named", async () => {
    scriptLarge(6 * gibibyte, () => ({ status: 403, ...xml("<Error><Code>AccessDenied</Code></Error>") }));
    const { answer, call, failure } = scripted();
    answer("DELETE *", { status: 403, ...xml("<Error><Code>AccessDenied</Code></Error>") });
    const error = failure(await call("s3_copy_object", large), { code: "forbidden" });
    expect(error).toMatchObject({
      details: { unfinished_upload_id: "upload-1" },
      hint: expect.stringContaining("abort"),
    });
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
    const sent = requests.find(({ method, path }) => method === "PUT" && path === "/records/b");
    expect(sent?.headers["x-amz-copy-source"]).toBe("records/a%20%23%3F%25/%C3%A9?versionId=v%2B1");
  });
});
