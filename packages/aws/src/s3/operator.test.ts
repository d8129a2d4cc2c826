import { createToolkit } from "@tsunagu/core";
import { afterEach, describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";
import { s3Operator } from "./operator.ts";

let clockAheadMs = 0;
const local = useLocalToolkit({ now: () => new Date(Date.now() + clockAheadMs) });
afterEach(() => {
  clockAheadMs = 0;
});
const write = (s3_uri: string, text_content: string) => ({ operation_type: "write", s3_uri, text_content }) as const;

test("writes text and reads it back", async () => {
  const { call, makeBucket, aws } = local();
  const bucket = await makeBucket();
  const s3_uri = `s3://${bucket}/notes/今日.txt`;
  const written = succeeded(await call("s3_operator", write(s3_uri, "こんにちは\n")));
  expect(written).toMatchObject({
    operation_type: "write",
    s3_uri,
    bucket_name: bucket,
    object_key: "notes/今日.txt",
    text: null,
    presigned_url: null,
    content_type: "text/plain; charset=utf-8",
    size: 16,
  });
  expect(written.etag).toBe(aws.s3.object(bucket, "notes/今日.txt")?.etag);

  const read = succeeded(await call("s3_operator", { s3_uri }));
  expect(read).toMatchObject({ operation_type: "read", text: "こんにちは\n", size: 16, etag: written.etag });
});

test.each([
  ["#", "a#1.txt"],
  ["?", "what?.txt"],
  ["?versionId=", "a?versionId=null"],
  ["%", "100%.txt"],
  ["%2F", "a%2Fb.txt"],
  ["+", "1+1=2.txt"],
  ["spaces", " a b  c .txt"],
  ["Japanese", "請求書/２０２６年　十一月.txt"],
  ["a leading slash", "/a.txt"],
  ["several leading slashes", "///a//b.txt"],
  ["..", "a/../b/./c.txt"],
  ["quotes and brackets", `it's "(a)" [b]{c}*!~.txt`],
  ["an emoji", "👩‍💻.txt"],
])("seed defect: a key with %s is neither cut nor changed", async (_what, key) => {
  const { call, makeBucket, aws, stored } = local();
  const bucket = await makeBucket();
  const s3_uri = `s3://${bucket}/${key}`;
  succeeded(await call("s3_operator", write(s3_uri, key)));
  expect(aws.s3.objects(bucket).map((object) => object.key)).toEqual([key]);
  expect((await stored(bucket, key)).toString()).toBe(key);
  expect(succeeded(await call("s3_operator", { s3_uri }))).toMatchObject({ text: key, object_key: key });
});

test("a key that climbs above the bucket is refused by S3, and that is said", async () => {
  const { call, makeBucket } = local();
  const result = await call("s3_operator", write(`s3://${await makeBucket()}/../a.txt`, "x"));
  expectFailure(result, { code: "invalid_input", origin: "InvalidURI", answered: true }, local());
});

test("seed defect: a bucket in another region than the connection's is used where it is", async () => {
  const { call, connection, stored } = local();
  const osaka = { connection: { ...connection, aws_region: "ap-northeast-3" } };
  succeeded(await call("s3_create_bucket", { bucket_name: "records-elsewhere" }, osaka));
  const s3_uri = "s3://records-elsewhere/a.txt";
  succeeded(await call("s3_operator", write(s3_uri, "far away")));
  expect((await stored("records-elsewhere", "a.txt")).toString()).toBe("far away");
  expect(succeeded(await call("s3_operator", { s3_uri })).text).toBe("far away");
});

test("seed defect: an empty text is written as an empty object, and read as one", async () => {
  const { call, makeBucket, aws } = local();
  const bucket = await makeBucket();
  const s3_uri = `s3://${bucket}/empty.txt`;
  expect(succeeded(await call("s3_operator", write(s3_uri, "")))).toMatchObject({ size: 0 });
  expect(aws.s3.object(bucket, "empty.txt")?.size).toBe(0);
  expect(succeeded(await call("s3_operator", { s3_uri }))).toMatchObject({ text: "", size: 0 });
});

test("seed defect: a write without text stops before anything is sent", async () => {
  const { call, aws } = local();
  aws.requests.clear();
  const error = (await call("s3_operator", { operation_type: "write", s3_uri: "s3://records/a" }))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["text_content"] }] });
  expect(aws.requests.list()).toEqual([]);
});

test("seed defect: an address of another scheme does not read from its host", async () => {
  const { call, aws } = local();
  aws.requests.clear();
  const error = (await call("s3_operator", { s3_uri: "https://records/a.txt" }))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["s3_uri"] }] });
  expect(aws.requests.list()).toEqual([]);
});

test("seed defect: another operation than read and write is refused", async () => {
  const raw = { operation_type: "delete", s3_uri: "s3://records/a.txt" };
  expect((await local().run("s3_operator", raw))._unsafeUnwrapErr()).toMatchObject({
    code: "invalid_input",
    issues: [{ path: ["operation_type"] }],
  });
});

describe("seed defect: binary and large objects", () => {
  test("an object that is not UTF-8 is unsupported, and the way out is named", async () => {
    const { call, makeBucket, aws } = local();
    const bucket = await makeBucket();
    const response = await upload(bucket, "a.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]));
    expect(response.size).toBe(6);
    const result = await call("s3_operator", { s3_uri: `s3://${bucket}/a.png` });
    const error = expectFailure(result, { code: "unsupported" }, local());
    expect(error.hint).toContain("s3_file_download");
    expect(aws.s3.object(bucket, "a.png")?.size).toBe(6);
  });

  test("a larger object than max_bytes is refused with its size", async () => {
    const { call, makeBucket, putText } = local();
    const bucket = await makeBucket();
    await putText(bucket, "a.txt", "0123456789");
    const result = await call("s3_operator", { s3_uri: `s3://${bucket}/a.txt`, max_bytes: 9 });
    expect(expectFailure(result, { code: "too_large" }, local()).details).toEqual({ size: 10, max_bytes: 9 });
    const allowed = await call("s3_operator", { s3_uri: `s3://${bucket}/a.txt`, max_bytes: 10 });
    expect(succeeded(allowed).text).toBe("0123456789");
  });

  const upload = async (bucket: string, key: string, bytes: Buffer) => {
    const input_file = { uri: `data:application/octet-stream;base64,${bytes.toString("base64")}` };
    const input = { bucket_name: bucket, object_key: key, input_file };
    return succeeded(await local().call("s3_file_uploader", input));
  };
});

test("a byte order mark is part of the text", async () => {
  const { call, makeBucket } = local();
  const s3_uri = `s3://${await makeBucket()}/bom.csv`;
  succeeded(await call("s3_operator", write(s3_uri, "\ufeffa,b")));
  expect(succeeded(await call("s3_operator", { s3_uri })).text).toBe("\ufeffa,b");
});

test.each([
  ["a.json", "application/json; charset=utf-8"],
  ["a.csv", "text/csv; charset=utf-8"],
  ["a.html", "text/html; charset=utf-8"],
  ["a.svg", "image/svg+xml"],
  ["a", "text/plain; charset=utf-8"],
])("the media type of %s is guessed as %s", async (key, type) => {
  const { call, makeBucket, aws } = local();
  const bucket = await makeBucket();
  succeeded(await call("s3_operator", write(`s3://${bucket}/${key}`, "x")));
  expect(aws.s3.object(bucket, key)?.contentType).toBe(type);
});

test("if_none_match writes once, and then refuses without a change", async () => {
  const { call, makeBucket, stored } = local();
  const bucket = await makeBucket();
  const s3_uri = `s3://${bucket}/once.txt`;
  succeeded(await call("s3_operator", { ...write(s3_uri, "first"), if_none_match: true }));
  const again = await call("s3_operator", { ...write(s3_uri, "second"), if_none_match: true });
  expectFailure(again, { code: "conflict", origin: "PreconditionFailed", answered: true }, local());
  expect((await stored(bucket, "once.txt")).toString()).toBe("first");
});

test("seed defect: cache control, metadata and tags are kept with the object", async () => {
  const { call, makeBucket, aws } = local();
  const bucket = await makeBucket();
  const notes = {
    cache_control: "max-age=60",
    metadata: { Author: "a b" },
    tags: { 部署: "営業 + 企画/1", "a=b": "" },
  };
  succeeded(await call("s3_operator", { ...write(`s3://${bucket}/a`, "x"), ...notes }));
  expect(aws.s3.object(bucket, "a")).toMatchObject({
    headers: { "cache-control": "max-age=60" },
    metadata: { author: "a b" },
    tags: notes.tags,
  });
});

test.each([
  [{ metadata: { a: "x".repeat(2048) } }, ["metadata"]],
  [{ metadata: { a: "é" } }, ["metadata", "a"]],
  [{ metadata: { "a:b": "x" } }, ["metadata", "a:b"]],
  [{ tags: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`t${index}`, ""])) }, ["tags"]],
  [{ cache_control: "a\nb" }, ["cache_control"]],
])("%j is more than S3 keeps, and is refused by its field", async (notes, path) => {
  local().aws.requests.clear();
  const error = (await local().run("s3_operator", { ...write("s3://records/a", "x"), ...notes }))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "invalid_input", issues: [{ path }] });
  expect(local().aws.requests.list()).toEqual([]);
});

test("encryption options reach the object", async () => {
  const { call, makeBucket, aws } = local();
  const bucket = await makeBucket();
  const kms_key_id = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555";
  const options = { sse_type: "aws:kms", kms_key_id, bucket_key_enabled: true } as const;
  succeeded(await call("s3_operator", { ...write(`s3://${bucket}/a`, "x"), ...options }));
  expect(aws.s3.object(bucket, "a")).toMatchObject({
    serverSideEncryption: "aws:kms",
    kmsKeyId: kms_key_id,
    bucketKeyEnabled: true,
  });
});

describe("seed defect: a range of the bytes", () => {
  test("is read as text, and said", async () => {
    const { call, makeBucket, putText } = local();
    const bucket = await makeBucket();
    await putText(bucket, "log.txt", "first\n請求\n");
    const s3_uri = `s3://${bucket}/log.txt`;
    const head = succeeded(await call("s3_operator", { s3_uri, last_byte: 4, max_bytes: 5 }));
    expect(head).toMatchObject({
      text: "first",
      size: 5,
      byte_range: { first_byte: 0, last_byte: 4, object_size: 13 },
    });
    expect(succeeded(await call("s3_operator", { s3_uri, last_bytes: 7 })).text).toBe("請求\n");
    expect(succeeded(await call("s3_operator", { s3_uri })).byte_range).toBeNull();
  });

  test("that cuts a character in two is unsupported, and the way out is named", async () => {
    const { call, makeBucket, putText } = local();
    const bucket = await makeBucket();
    await putText(bucket, "a", "請求");
    const result = await call("s3_operator", { s3_uri: `s3://${bucket}/a`, first_byte: 1 });
    expect(expectFailure(result, { code: "unsupported" }, local()).hint).toContain("between characters");
  });

  test("beyond the end is refused by its field", async () => {
    const { call, makeBucket, putText } = local();
    const bucket = await makeBucket();
    await putText(bucket, "a", "x");
    const result = await call("s3_operator", { s3_uri: `s3://${bucket}/a`, first_byte: 1 });
    const error = expectFailure(result, { code: "invalid_input", origin: "InvalidRange" }, local());
    expect(error.issues?.[0]?.path).toEqual(["first_byte"]);
  });

  test.each([
    [{ ...write("s3://records/a", "x"), first_byte: 0 }, "first_byte"],
    [{ s3_uri: "s3://records/a", generate_presign_url: true, last_bytes: 5 }, "last_bytes"],
  ])("does not go with %j", async (input, field) => {
    const error = (await local().call("s3_operator", input))._unsafeUnwrapErr();
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: [field] }] });
  });
});

describe("a presigned link", () => {
  test("reads the object with a plain fetch, whatever its key", async () => {
    const { call, makeBucket, putText } = local();
    const bucket = await makeBucket();
    const key = "a b/#1?+%2F 請求書.txt";
    await putText(bucket, key, "linked");
    const asked = { s3_uri: `s3://${bucket}/${key}`, generate_presign_url: true, presign_expiry: 60 };
    const answer = succeeded(await call("s3_operator", asked));
    expect(answer).toMatchObject({ text: null, presign_expiry: 60, object_key: key });
    const response = await fetch(answer.presigned_url ?? "");
    expect([response.status, await response.text()]).toEqual([200, "linked"]);
  });

  test("seed defect: is of signature version 4", async () => {
    const asked = { s3_uri: "s3://records/a", generate_presign_url: true };
    const answer = succeeded(await local().call("s3_operator", asked));
    const query = new URL(answer.presigned_url ?? "").searchParams;
    expect(query.get("X-Amz-Algorithm")).toBe("AWS4-HMAC-SHA256");
    expect(query.get("X-Amz-Expires")).toBe("3600");
  });

  test("is refused after it expires", async () => {
    const { call, makeBucket, putText } = local();
    const bucket = await makeBucket();
    await putText(bucket, "a", "x");
    const asked = { s3_uri: `s3://${bucket}/a`, generate_presign_url: true, presign_expiry: 60 };
    const answer = succeeded(await call("s3_operator", asked));
    expect((await fetch(answer.presigned_url ?? "")).status).toBe(200);
    clockAheadMs = 61_000;
    const response = await fetch(answer.presigned_url ?? "");
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("Request has expired");
  });

  test("comes beside the result of a write", async () => {
    const { call, makeBucket } = local();
    const s3_uri = `s3://${await makeBucket()}/a.txt`;
    const answer = succeeded(await call("s3_operator", { ...write(s3_uri, "x"), generate_presign_url: true }));
    expect(answer).toMatchObject({ size: 1, presign_expiry: 3600 });
    expect(await (await fetch(answer.presigned_url ?? "")).text()).toBe("x");
  });

  test.each([0, 604_801, 1.5, 1_000_000_000])(
    "seed defect: an expiry of %d seconds is refused",
    async (presign_expiry) => {
      const asked = { s3_uri: "s3://records/a", generate_presign_url: true, presign_expiry };
      const error = (await local().call("s3_operator", asked))._unsafeUnwrapErr();
      expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["presign_expiry"] }] });
    },
  );

  test("is what is presented in place of the text", async () => {
    const asked = { s3_uri: "s3://records/a", generate_presign_url: true };
    const answer = succeeded(await local().run("s3_operator", asked));
    expect(answer).toMatchObject({
      output: { presigned_url: expect.stringContaining("X-Amz-Signature=") },
      content: [{ type: "text", text: expect.stringContaining("X-Amz-Signature=") }],
    });
  });
});

test("a missing object and a missing bucket are not_found, each with its own code", async () => {
  const { call, makeBucket } = local();
  const bucket = await makeBucket();
  const noKey = await call("s3_operator", { s3_uri: `s3://${bucket}/none` });
  expectFailure(noKey, { code: "not_found", origin: "NoSuchKey", answered: true }, local());
  const noBucket = await call("s3_operator", { s3_uri: "s3://bucket-that-is-not-there/none" });
  expectFailure(noBucket, { code: "not_found", origin: "NoSuchBucket", answered: true }, local());
});

test("only a write is a write: reading is allowed in a read-only toolkit", async () => {
  const { makeBucket, putText, connection } = local();
  const bucket = await makeBucket();
  await putText(bucket, "a", "x");
  await using readOnly = createToolkit({
    tools: [s3Operator],
    connections: { aws: connection },
    policy: { readOnly: true },
  });
  const s3_uri = `s3://${bucket}/a`;
  expect(succeeded(await readOnly.call("s3_operator", { s3_uri })).text).toBe("x");
  expect((await readOnly.call("s3_operator", write(s3_uri, "y")))._unsafeUnwrapErr().code).toBe("forbidden");
});
