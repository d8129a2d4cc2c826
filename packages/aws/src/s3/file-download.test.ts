import type { InputFile } from "@tsunagu/core";
import { describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { handOver, useLocalToolkit } from "../testing/local-toolkit.ts";
import { hashOf, pattern } from "../testing/pattern.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { s3FileDownload } from "./file-download.ts";

const local = useLocalToolkit();
const scripted = useScriptedToolkit([s3FileDownload]);

test("hands the object out as a file, with what S3 says of it", async () => {
  const { makeBucket, run, aws, call } = local();
  const bucket = await makeBucket();
  const { references, inputs } = handOver({ name: "cat.png", content: "meow", type: "image/png" });
  const [input_file = { uri: "" }] = references;
  succeeded(await call("s3_file_uploader", { bucket_name: bucket, key_prefix: "pets", input_file }, { inputs }));
  const s3_uri = `s3://${bucket}/pets/cat.png`;
  const answer = succeeded(await run("s3_file_download", { s3_uri }));
  expect(answer).toMatchObject({
    output: {
      bucket,
      key: "pets/cat.png",
      s3_uri,
      content_type: "image/png",
      content_length: 4,
      etag: aws.s3.object(bucket, "pets/cat.png")?.etag,
      last_modified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      version_id: null,
      server_side_encryption: "AES256",
      file: { uri: null, name: "cat.png", media_type: "image/png", size: 4 },
    },
    content: [
      { type: "file", file: { name: "cat.png" } },
      { type: "text", text: expect.stringContaining(s3_uri) },
    ],
  });
  expect(answer.files).toEqual([{ name: "cat.png", mediaType: "image/png", bytes: Buffer.from("meow") }]);
});

test.each([
  ["folder/", "folder"],
  ["a#1?b%2F.txt", "a#1?b%2F.txt"],
  ["深い/場所/請求書.txt", "請求書.txt"],
  ["//a", "a"],
])("seed defect: the key %j gives a file with a name", async (key, name) => {
  const { makeBucket, run, putText } = local();
  const bucket = await makeBucket();
  await putText(bucket, key, "x");
  const answer = succeeded(await run("s3_file_download", { s3_uri: `s3://${bucket}/${key}` }));
  expect(answer.files.map((file) => file.name)).toEqual([name]);
});

test("an empty object is an empty file", async () => {
  const { makeBucket, run, putText } = local();
  const bucket = await makeBucket();
  await putText(bucket, "empty", "");
  const answer = succeeded(await run("s3_file_download", { s3_uri: `s3://${bucket}/empty` }));
  expect(answer.files.map(({ bytes }) => bytes.byteLength)).toEqual([0]);
});

test("seed defect: an address without a key is refused before anything is sent", async () => {
  const { call, aws } = local();
  aws.requests.clear();
  expectFailure(await call("s3_file_download", { s3_uri: "s3://records/" }), { code: "invalid_input" }, local());
  expect(aws.requests.list()).toEqual([]);
});

describe("seed defect: a large object", () => {
  const length = 20 * 1024 ** 2 + 7;
  const store = async (): Promise<string> => {
    const { makeBucket, call } = local();
    const bucket_name = await makeBucket();
    const { references, inputs } = handOver({ name: "big.bin", content: pattern(length).stream(), size: length });
    const [input_file = { uri: "" }] = references;
    return succeeded(await call("s3_file_uploader", { bucket_name, input_file }, { inputs })).s3_uri;
  };

  test("streams to the caller's sink in small pieces, and says where the sink put it", async () => {
    const s3_uri = await store();
    let largest = 0;
    let hash = "";
    const onFile = async ({ body, size }: InputFile) => {
      expect(size).toBe(length);
      const watched = async function* () {
        for await (const chunk of body) {
          largest = Math.max(largest, chunk.byteLength);
          yield chunk;
        }
      };
      hash = await hashOf(watched());
      return { uri: "file:///somewhere/big.bin" };
    };
    const answer = succeeded(await local().call("s3_file_download", { s3_uri }, { onFile }));
    expect(answer.file).toMatchObject({ uri: "file:///somewhere/big.bin", size: length });
    expect(hash).toBe(await pattern(length).hash());
    expect(largest).toBeLessThanOrEqual(1024 ** 2);
  });

  test("beyond max_bytes is refused before a byte is read", async () => {
    const s3_uri = await store();
    const result = await local().call("s3_file_download", { s3_uri, max_bytes: length - 1 });
    expect(expectFailure(result, { code: "too_large" }, local()).details).toEqual({
      size: length,
      max_bytes: length - 1,
    });
  });
});

test("seed defect: an older version of an object can be asked for", async () => {
  const headers = { "x-amz-version-id": "v1", "content-length": "3", etag: '"e"' };
  scripted().answer("GET /records/a.txt", { headers, body: "old" });
  const answer = succeeded(
    await scripted().run("s3_file_download", { s3_uri: "s3://records/a.txt", version_id: "v1" }),
  );
  expect(answer).toMatchObject({ output: { version_id: "v1", etag: "e" }, files: [{ bytes: Buffer.from("old") }] });
  expect(scripted().requests[0]?.query.get("versionId")).toBe("v1");
});

describe("seed defect: a range of the bytes", () => {
  const store = async (text = "0123456789"): Promise<string> => {
    const bucket = await local().makeBucket();
    await local().putText(bucket, "a.txt", text);
    return `s3://${bucket}/a.txt`;
  };

  test.each([
    [{ first_byte: 2, last_byte: 4 }, "234", [2, 4]],
    [{ first_byte: 7 }, "789", [7, 9]],
    [{ last_byte: 0 }, "0", [0, 0]],
    [{ first_byte: 8, last_byte: 99 }, "89", [8, 9]],
    [{ last_bytes: 3 }, "789", [7, 9]],
    [{ last_bytes: 99 }, "0123456789", [0, 9]],
  ])("%j is %s", async (range, expected, [first_byte, last_byte]) => {
    const s3_uri = await store();
    const answer = succeeded(await local().run("s3_file_download", { s3_uri, ...range }));
    expect(answer.files[0]?.bytes.toString()).toBe(expected);
    expect(answer).toMatchObject({
      output: {
        content_length: expected.length,
        byte_range: { first_byte, last_byte, object_size: 10 },
        file: { size: expected.length },
      },
    });
  });

  test("is null when the whole object is asked for", async () => {
    expect(succeeded(await local().call("s3_file_download", { s3_uri: await store() })).byte_range).toBeNull();
  });

  test.each([
    [{ first_byte: 10 }, "0123456789", "first_byte"],
    [{ first_byte: 10, last_byte: 12 }, "0123456789", "first_byte"],
    [{ last_bytes: 1 }, "", "last_bytes"],
  ])("%j of %j is beyond the end, and is refused by its field", async (range, text, field) => {
    const result = await local().call("s3_file_download", { s3_uri: await store(text), ...range });
    const error = expectFailure(result, { code: "invalid_input", origin: "InvalidRange", answered: true }, local());
    expect(error.issues).toEqual([{ path: [field], message: "is beyond the object's end" }]);
    expect(error.hint).toContain("s3_head_object");
  });

  test.each([
    [{ first_byte: 5, last_byte: 4 }, "last_byte"],
    [{ first_byte: 5, last_bytes: 4 }, "last_bytes"],
    [{ last_byte: 5, last_bytes: 4 }, "last_bytes"],
    [{ last_bytes: 0 }, "last_bytes"],
    [{ first_byte: -1 }, "first_byte"],
  ])("%j is none, and is refused before anything is sent", async (range, field) => {
    local().aws.requests.clear();
    const result = await local().call("s3_file_download", { s3_uri: "s3://records/a", ...range });
    expect(expectFailure(result, { code: "invalid_input" }, local()).issues?.[0]?.path).toEqual([field]);
    expect(local().aws.requests.list()).toEqual([]);
  });

  test("counts against max_bytes, not the object", async () => {
    const s3_uri = await store();
    succeeded(await local().call("s3_file_download", { s3_uri, last_bytes: 3, max_bytes: 3 }));
    const result = await local().call("s3_file_download", { s3_uri, last_bytes: 4, max_bytes: 3 });
    expect(expectFailure(result, { code: "too_large" }, local()).details).toEqual({ size: 4, max_bytes: 3 });
  });

  test("is not taken from a service that sends the whole object instead", async () => {
    scripted().answer("GET /records/a.txt", { headers: { "content-length": "3", etag: '"e"' }, body: "all" });
    const result = await scripted().run("s3_file_download", { s3_uri: "s3://records/a.txt", first_byte: 1 });
    scripted().failure(result, { code: "unsupported" });
  });
});

test("an object that is not there is not_found", async () => {
  const { makeBucket, call } = local();
  const result = await call("s3_file_download", { s3_uri: `s3://${await makeBucket()}/none` });
  expectFailure(result, { code: "not_found", origin: "NoSuchKey", answered: true }, local());
});
