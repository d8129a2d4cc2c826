import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLocalAws } from "../start.ts";
import { exchange, send } from "../testing/client.ts";
import { hmac, sha256, sign, stampOf } from "../testing/sign.ts";
import type { LocalAws } from "../types.ts";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
  await send(aws, { method: "PUT", path: "/chunked" });
});
afterAll(() => aws.close());

const crc32Base64 = (data: Buffer): string => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(data));
  return sum.toString("base64");
};

interface ChunkedOptions {
  readonly chunks: readonly Buffer[];
  readonly signed: boolean;
  readonly trailer?: string;
  readonly decodedLength?: number;
  /** Changes the body after it was signed. */
  readonly tamper?: (body: Buffer) => Buffer;
}

/** Puts an object as `aws-chunked`, with chunk and trailer signatures when it is signed. */
const putChunked = (key: string, options: ChunkedOptions) => {
  const date = new Date();
  const size = options.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const withTrailer = options.trailer !== undefined;
  const payloadHash = options.signed
    ? `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${withTrailer ? "-TRAILER" : ""}`
    : "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  const headers = {
    host: `127.0.0.1:${aws.port}`,
    "content-encoding": "aws-chunked",
    "x-amz-content-sha256": payloadHash,
    "x-amz-date": stampOf(date),
    "x-amz-decoded-content-length": String(options.decodedLength ?? size),
    ...(withTrailer ? { "x-amz-trailer": "x-amz-checksum-crc32" } : {}),
  };
  const { credentials, region } = aws;
  const seed = sign({
    method: "PUT",
    path: `/chunked/${key}`,
    headers,
    payloadHash,
    service: "s3",
    region,
    date,
    credentials,
  });
  let previous = seed.signature;
  const signature = (kind: string, ...lines: string[]) => {
    previous = hmac(
      seed.key,
      [`AWS4-HMAC-SHA256-${kind}`, seed.stamp, seed.scope, previous, ...lines].join("\n"),
    ).toString("hex");
    return previous;
  };
  const pieces: (string | Buffer)[] = [];
  for (const chunk of [...options.chunks, Buffer.alloc(0)]) {
    const extension = options.signed ? `;chunk-signature=${signature("PAYLOAD", sha256(""), sha256(chunk))}` : "";
    pieces.push(`${chunk.length.toString(16)}${extension}\r\n`, chunk, chunk.length === 0 ? "" : "\r\n");
  }
  if (options.trailer !== undefined) {
    pieces.push(`x-amz-checksum-crc32:${options.trailer}\r\n`);
    if (options.signed) {
      pieces.push(
        `x-amz-trailer-signature:${signature("TRAILER", sha256(`x-amz-checksum-crc32:${options.trailer}\n`))}\r\n`,
      );
    }
  }
  pieces.push("\r\n");
  const body = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${seed.scope}, SignedHeaders=${seed.signedHeaders}, Signature=${seed.signature}`;
  return exchange(aws, "PUT", `/chunked/${key}`, { ...headers, authorization }, options.tamper?.(body) ?? body);
};

const chunks = [Buffer.alloc(8192, "a"), Buffer.alloc(9000, "b"), Buffer.from("end")];
const whole = Buffer.concat(chunks);

describe("aws-chunked bodies", () => {
  test.each([
    ["signed chunks", { signed: true }],
    ["signed chunks and a signed trailer", { signed: true, trailer: crc32Base64(whole) }],
    ["unsigned chunks and a trailer", { signed: false, trailer: crc32Base64(whole) }],
  ])("%s are taken apart", async (_what, options) => {
    expect(await putChunked("ok", { chunks, ...options })).toMatchObject({ status: 200 });
    expect(await send(aws, { path: "/chunked/ok" })).toMatchObject({ bytes: whole });
    expect(aws.s3.object("chunked", "ok")?.headers).not.toHaveProperty("content-encoding");
  });

  test("a changed chunk or trailer is found by its signature", async () => {
    const tamper = (from: string, to: string) => (body: Buffer) =>
      Buffer.from(body.toString("latin1").replace(from, to), "latin1");
    const changed = await putChunked("bad", { chunks, signed: true, tamper: tamper("bbb", "bcb") });
    expect(changed).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    const sum = crc32Base64(whole);
    const trailer = await putChunked("bad", {
      chunks,
      signed: true,
      trailer: sum,
      tamper: tamper(sum, crc32Base64(Buffer.from("x"))),
    });
    expect(trailer).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
    expect(aws.s3.object("chunked", "bad")).toBeUndefined();
  });

  test.each([
    ["a wrong checksum", { trailer: crc32Base64(Buffer.from("other")) }, 400, "BadDigest"],
    ["a checksum that is none", { trailer: "abc" }, 400, "InvalidRequest"],
    ["a wrong decoded length", { trailer: crc32Base64(whole), decodedLength: 7 }, 400, "IncompleteBody"],
    [
      "a small chunk before the last",
      { chunks: [Buffer.from("small"), ...chunks], trailer: "AAAAAA==" },
      403,
      "InvalidChunkSizeError",
    ],
    [
      "an early end",
      { trailer: crc32Base64(whole), tamper: (body: Buffer) => body.subarray(0, 9000) },
      400,
      "IncompleteBody",
    ],
    [
      "a chunk header that is none",
      { trailer: "AAAAAA==", tamper: () => Buffer.from("zz\r\n") },
      400,
      "InvalidRequest",
    ],
  ])("%s is refused", async (_what, options, status, code) => {
    expect(await putChunked("refused", { chunks, signed: false, ...options })).toMatchObject({ status, code });
    expect(aws.s3.object("chunked", "refused")).toBeUndefined();
  });
});

describe("integrity of plain bodies", () => {
  const put = (headers: Record<string, string>, extra: object = {}) =>
    send(aws, { method: "PUT", path: "/chunked/plain", body: "hello", headers, ...extra });

  test("the payload hash must be right", async () => {
    expect(await put({}, { payloadHash: sha256("other") })).toMatchObject({
      status: 400,
      code: "XAmzContentSHA256Mismatch",
    });
    expect(await put({}, { payloadHash: "UNSIGNED-PAYLOAD" })).toMatchObject({ status: 200 });
  });

  test("Content-MD5 must be right", async () => {
    const md5 = createHash("md5").update("hello").digest("base64");
    expect(await put({ "content-md5": md5 })).toMatchObject({ status: 200 });
    expect(await put({ "content-md5": createHash("md5").update("x").digest("base64") })).toMatchObject({
      status: 400,
      code: "BadDigest",
    });
    expect(await put({ "content-md5": "abc" })).toMatchObject({ status: 400, code: "InvalidDigest" });
  });

  test.each([
    ["crc32", "NhCmhg=="],
    ["crc32c", "mnG7TA=="],
    ["sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="],
    ["sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="],
    ["crc64nvme", "M3eFcAZSQlc="],
  ])("x-amz-checksum-%s must be right", async (algorithm, sum) => {
    const name = `x-amz-checksum-${algorithm}`;
    const right = await put({ [name]: sum });
    expect(right).toMatchObject({ status: 200, headers: { [name]: sum, "x-amz-checksum-type": "FULL_OBJECT" } });
    const wrong = Buffer.alloc(Buffer.from(sum, "base64").length).toString("base64");
    expect(await put({ [name]: wrong })).toMatchObject({ status: 400, code: "BadDigest" });
    const read = await send(aws, { path: "/chunked/plain", headers: { "x-amz-checksum-mode": "ENABLED" } });
    expect(read.headers[name]).toBe(sum);
  });

  test("only one checksum may be stated", async () => {
    const both = { "x-amz-checksum-crc32": "NhCmhg==", "x-amz-checksum-crc32c": "mnG7TA==" };
    expect(await put(both)).toMatchObject({ status: 400, code: "InvalidRequest" });
  });
});
