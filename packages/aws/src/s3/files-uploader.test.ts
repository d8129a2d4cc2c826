import { describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { type HostFile, handOver, useLocalToolkit } from "../testing/local-toolkit.ts";

const local = useLocalToolkit();

const upload = (
  bucket_name: string,
  files: HostFile[],
  more: {
    key_prefix?: string;
    if_none_match?: boolean;
    on_file_error?: "fail" | "report";
    generate_presign_url?: boolean;
  } = {},
  options: { signal?: AbortSignal } = {},
) => {
  const { references, inputs } = handOver(...files);
  return local().call("s3_files_uploader", { bucket_name, input_files: references, ...more }, { inputs, ...options });
};

test("uploads each file under its name and tells of each in order", async () => {
  const { makeBucket, aws } = local();
  const bucket = await makeBucket();
  const files = ["c", "a", "b"].map((name) => ({ name: `${name}.txt`, content: name, type: "text/plain" }));
  const answer = succeeded(await upload(bucket, files, { key_prefix: "in" }));
  expect(answer).toMatchObject({
    count: 3,
    ok: 3,
    failed: 0,
    results: ["c", "a", "b"].map((name, index) => ({
      index,
      status: "ok",
      object_key: `in/${name}.txt`,
      s3_uri: `s3://${bucket}/in/${name}.txt`,
      etag: aws.s3.object(bucket, `in/${name}.txt`)?.etag,
      size: 1,
      error: null,
    })),
  });
  expect(aws.s3.objects(bucket).map(({ key, contentType }) => `${key} ${contentType}`)).toEqual([
    "in/a.txt text/plain",
    "in/b.txt text/plain",
    "in/c.txt text/plain",
  ]);
});

test("files of one name get distinct keys: a.txt, a-1.txt", async () => {
  const { makeBucket, stored } = local();
  const bucket = await makeBucket();
  const files = ["first", "second", "third"].map((content) => ({ name: "a.txt", content }));
  const answer = succeeded(await upload(bucket, files));
  expect(answer.results.map(({ object_key }) => object_key)).toEqual(["a.txt", "a-1.txt", "a-2.txt"]);
  expect((await stored(bucket, "a-1.txt")).toString()).toBe("second");
});

test("files that the input does not name are named by what they are", async () => {
  const { makeBucket, call } = local();
  const input_files = [{ uri: "data:text/plain,x" }, { uri: "data:text/plain,y" }, { uri: "data:application/json,{}" }];
  const answer = succeeded(await call("s3_files_uploader", { bucket_name: await makeBucket(), input_files }));
  expect(answer.results.map(({ object_key }) => object_key).toSorted()).toEqual([
    "file-1.txt",
    "file.json",
    "file.txt",
  ]);
});

describe("seed defect: a batch with a failed file", () => {
  const files = [
    { name: "a.txt", content: "a" },
    { name: "taken.txt", content: "new" },
    { name: "b.txt", content: "b" },
  ];
  const prepare = async (): Promise<string> => {
    const bucket = await local().makeBucket();
    await local().putText(bucket, "taken.txt", "old");
    return bucket;
  };

  test("fails as partial: what is done, what failed and why, and nothing is lost", async () => {
    const bucket = await prepare();
    const result = await upload(bucket, files, { if_none_match: true });
    const error = expectFailure(result, { code: "partial" }, local());
    expect(error.message).toBe("1 of 3 files failed, 2 are done.");
    expect(error.partial).toMatchObject({
      done: [
        { index: 0, object_key: "a.txt", status: "ok" },
        { index: 2, object_key: "b.txt", status: "ok" },
      ],
      failed: [{ index: 1, status: "failed", error_code: "conflict" }],
      remaining: [],
    });
    expect((await local().stored(bucket, "taken.txt")).toString()).toBe("old");
  });

  test("succeeds with the failure in its results when the caller asks for a report", async () => {
    const bucket = await prepare();
    const answer = succeeded(await upload(bucket, files, { if_none_match: true, on_file_error: "report" }));
    expect(answer).toMatchObject({ count: 3, ok: 2, failed: 1 });
    expect(answer.results[1]).toMatchObject({ status: "failed", error_code: "conflict", s3_uri: null });
    expect(answer.results[1]?.error).toContain("PutObject");
  });
});

test("an abort leaves what was not begun as remaining, and no open upload", async () => {
  const { makeBucket, aws } = local();
  const bucket = await makeBucket();
  const caller = new AbortController();
  const standing = async function* (): AsyncGenerator<Uint8Array, void> {
    yield Buffer.from("x");
    caller.abort();
    await new Promise(() => {});
  };
  const files = [
    { name: "0", content: "0" },
    ...["1", "2", "3", "4", "5"].map((name) => ({ name, content: standing() })),
  ];
  const result = await upload(bucket, files, {}, { signal: caller.signal });
  const error = expectFailure(result, { code: "partial" }, local());
  expect(error.partial?.remaining).toEqual(expect.arrayContaining([4, 5]));
  expect(aws.s3.openUploads()).toEqual([]);
});

test("links come with each file and work with a plain fetch", async () => {
  const bucket = await local().makeBucket();
  const files = ["a", "b"].map((name) => ({ name: `${name} #?.txt`, content: name }));
  const answer = succeeded(await upload(bucket, files, { generate_presign_url: true }));
  const texts = await Promise.all(
    answer.results.map(async ({ presigned_url }) => (await fetch(presigned_url ?? "")).text()),
  );
  expect(texts).toEqual(["a", "b"]);
});

test("seed defect: KMS options without KMS are refused before anything is sent", async () => {
  const { aws, run } = local();
  aws.requests.clear();
  const raw = { bucket_name: "records", input_files: [{ uri: "data:,x" }], kms_key_id: "alias/records" };
  expect((await run("s3_files_uploader", raw))._unsafeUnwrapErr()).toMatchObject({
    code: "invalid_input",
    issues: [{ path: ["kms_key_id"] }],
  });
  expect(aws.requests.list()).toEqual([]);
});

test("seed defect: an address within the host's network is not fetched", async () => {
  const { makeBucket, call, aws } = local();
  const input = { bucket_name: await makeBucket(), input_files: [{ uri: aws.url }], on_file_error: "report" as const };
  const answer = succeeded(await call("s3_files_uploader", input));
  expect(answer.results).toMatchObject([{ status: "failed", error_code: "forbidden" }]);
});

test.each([0, 101])("%d files are refused", async (count) => {
  const input_files = Array.from({ length: count }, () => ({ uri: "data:,x" }));
  const error = (await local().call("s3_files_uploader", { bucket_name: "records", input_files }))._unsafeUnwrapErr();
  expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["input_files"] }] });
});
