import { describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";

const local = useLocalToolkit();

const storeTexts = async (...keys: string[]): Promise<string> => {
  const bucket = await local().makeBucket();
  for (const key of keys) await local().putText(bucket, key, key);
  return bucket;
};

test("hands each object out as a file, and tells which is which", async () => {
  const keys = ["b/1#?.txt", "a.json", "請求書.csv"];
  const bucket = await storeTexts(...keys);
  const s3_uris = keys.map((key) => `s3://${bucket}/${key}`);
  const answer = succeeded(await local().run("s3_files_download", { s3_uris }));
  expect(answer.files.map(({ bytes }) => bytes.toString())).toEqual(keys);
  expect(answer).toMatchObject({
    output: {
      count: 3,
      ok: 3,
      failed: 0,
      results: keys.map((key, index) => ({
        index,
        s3_uri: s3_uris[index],
        status: "ok",
        object: { bucket, key, content_length: Buffer.byteLength(key) },
        file: { uri: null, size: Buffer.byteLength(key) },
      })),
    },
    content: [{ type: "file" }, { type: "file" }, { type: "file" }, { type: "text" }],
  });
});

describe("a batch with failures", () => {
  const ask = async (on_file_error: "fail" | "report") => {
    const bucket = await storeTexts("a", "long-key");
    const s3_uris = ["a", "none", "", "long-key"].map((key) => `s3://${bucket}/${key}`);
    return local().run("s3_files_download", { s3_uris, on_file_error, max_bytes: 4 });
  };

  test("fails as partial, with the reason of each", async () => {
    const error = expectFailure(await ask("fail"), { code: "partial" }, local());
    expect(error.partial).toMatchObject({
      done: [{ index: 0, status: "ok" }],
      failed: [
        { index: 1, error_code: "not_found" },
        { index: 2, error_code: "invalid_input" },
        { index: 3, error_code: "too_large" },
      ],
      remaining: [],
    });
  });

  test("succeeds with the failures in its results when the caller asks for a report", async () => {
    const answer = succeeded(await ask("report"));
    expect(answer).toMatchObject({ output: { count: 4, ok: 1, failed: 3 } });
    expect(answer.files.length).toBe(1);
    expect(answer).toMatchObject({ content: [{ type: "file" }, { text: expect.stringContaining("FAILED s3://") }] });
  });
});

test("what was not begun at an abort remains", async () => {
  const bucket = await storeTexts("a", "b", "c");
  const caller = new AbortController();
  const onFile = async () => {
    caller.abort();
    return { uri: null };
  };
  const s3_uris = ["a", "b", "c"].map((key) => `s3://${bucket}/${key}`);
  const result = await local().run("s3_files_download", { s3_uris }, { signal: caller.signal, onFile });
  expect(expectFailure(result, { code: "partial" }, local()).partial?.remaining).toEqual([1, 2]);
});

test.each([[[]], [["https://records/a"]], [Array.from({ length: 101 }, () => "s3://records/a")]])(
  "seed defect: a list out of bounds is refused (%#)",
  async (s3_uris) => {
    const { code, issues } = (await local().call("s3_files_download", { s3_uris }))._unsafeUnwrapErr();
    expect([code, issues?.[0]?.path[0]]).toEqual(["invalid_input", "s3_uris"]);
  },
);
