import type { InputFile } from "@tsunagu/core";
import { describe, expect, test } from "vitest";
import { expectFailure, succeeded } from "../testing/expect-failure.ts";
import { useLocalToolkit } from "../testing/local-toolkit.ts";
import { useScriptedToolkit } from "../testing/scripted-toolkit.ts";
import { s3FileDownload } from "./file-download.ts";

const local = useLocalToolkit();
const scripted = useScriptedToolkit([s3FileDownload]);
const text = "0123456789".repeat(20_000);

const storeText = async (): Promise<string> => {
  const bucket = await local().makeBucket();
  await local().putText(bucket, "a.txt", text);
  local().aws.requests.clear();
  return `s3://${bucket}/a.txt`;
};

const operations = () =>
  local()
    .aws.requests.list()
    .map(({ operation }) => operation);

describe("a body that breaks off", () => {
  test("is taken up again where it broke, and arrives whole", async () => {
    const s3_uri = await storeText();
    local().aws.faults.inject({ kind: "truncated_body", operation: "GetObject", count: 2 });
    const { files } = succeeded(await local().run("s3_file_download", { s3_uri }));
    expect(files[0]?.bytes.toString()).toBe(text);
    expect(operations()).toEqual(["GetObject", "GetObject", "GetObject"]);
  });

  test("is taken up again for text too", async () => {
    const s3_uri = await storeText();
    local().aws.faults.inject({ kind: "truncated_body", operation: "GetObject" });
    expect(succeeded(await local().call("s3_operator", { s3_uri })).text).toBe(text);
  });

  test.each([
    [{ first_byte: 5, last_byte: 190_004 }, 5, 190_005],
    [{ last_bytes: 190_000 }, 10_000, 200_000],
  ])("of the range %j is taken up again inside the range", async (range, start, end) => {
    const s3_uri = await storeText();
    local().aws.faults.inject({ kind: "truncated_body", operation: "GetObject", count: 2 });
    const { files } = succeeded(await local().run("s3_file_download", { s3_uri, ...range }));
    expect(files[0]?.bytes.toString()).toBe(text.slice(start, end));
    expect(operations()).toEqual(["GetObject", "GetObject", "GetObject"]);
  });

  test("is not gone on with by a service that begins anew", async () => {
    const headers = { "content-length": "6", etag: '"e"', connection: "close" };
    scripted().answer("GET /records/a", { headers, body: "abc" }, { headers, body: "abcdef" });
    scripted().failure(await scripted().run("s3_file_download", { s3_uri: "s3://records/a" }), { code: "unavailable" });
  });

  test("again and again is given up as unavailable", async () => {
    const s3_uri = await storeText();
    local().aws.faults.inject({ kind: "truncated_body", operation: "GetObject", count: 100 });
    const error = expectFailure(await local().call("s3_file_download", { s3_uri }), { code: "unavailable" }, local());
    expect(error.message).toMatch(/broke off after \d+ of 200000 bytes/);
    expect(operations().length).toBe(6);
  });

  test("of an object that was replaced meanwhile is a conflict, never a mixture of the two", async () => {
    const s3_uri = await storeText();
    const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.*)$/.exec(s3_uri) ?? [];
    local().aws.faults.inject({ kind: "truncated_body", operation: "GetObject" });
    const onFile = async ({ body }: InputFile) => {
      let replaced = false;
      for await (const _chunk of body) {
        if (!replaced) await local().putText(bucket, key, text.toUpperCase().replaceAll("0", "X"));
        replaced = true;
      }
      return { uri: null };
    };
    const result = await local().call("s3_file_download", { s3_uri }, { onFile });
    expectFailure(result, { code: "conflict", origin: "PreconditionFailed", answered: true }, local());
  });
});

describe("a body that stands still", () => {
  const stop = async (options: { signal?: AbortSignal; deadlineMs?: number }) => {
    const s3_uri = await storeText();
    local().aws.faults.inject({ kind: "slow_body", operation: "GetObject", pauseMs: 2_000 });
    const began = performance.now();
    const result = await local().call("s3_file_download", { s3_uri }, options);
    expect(performance.now() - began).toBeLessThan(1_500);
    return result;
  };

  test("ends at once when the caller aborts", async () => {
    expectFailure(await stop({ signal: AbortSignal.timeout(200) }), { code: "aborted" }, local());
  });

  test("ends at once at the deadline", async () => {
    expectFailure(await stop({ deadlineMs: 200 }), { code: "timeout" }, local());
  });
});

test("a sink that fails before it reads gives its connection back, also when the call is stopped then", async () => {
  const s3_uri = await storeText();
  const more = 140; // than the client has connections
  for (let index = 0; index < more; index++) {
    const caller = new AbortController();
    const onFile = async () => {
      if (index % 2 === 0) caller.abort();
      throw new Error("the disk is full");
    };
    const result = await local().call("s3_file_download", { s3_uri }, { onFile, signal: caller.signal });
    expect(result.isErr() && result.error.code).toBe(index % 2 === 0 ? "aborted" : "unavailable");
  }
  expect(succeeded(await local().call("s3_operator", { s3_uri })).size).toBe(text.length);
});

test("a sink that stops early gives its connection back", async () => {
  const s3_uri = await storeText();
  const onFile = async ({ body }: InputFile) => {
    for await (const _chunk of body) break;
    return { uri: null };
  };
  for (let index = 0; index < 5; index++) {
    const result = await local().call("s3_file_download", { s3_uri }, { onFile });
    expect(result.isErr() && result.error.code).toBe("upstream");
  }
  expect(succeeded(await local().call("s3_operator", { s3_uri })).size).toBe(text.length);
});
