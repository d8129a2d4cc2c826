import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startLocalAws } from "../start.ts";
import { element, elements, send, type TestResponse } from "../testing/client.ts";
import type { LocalAws } from "../types.ts";

const minPart = 5 * 1024 * 1024;
const path = "/parts/日本 #1";
const first = Buffer.alloc(minPart, "1");
const last = Buffer.from("the end");

let aws: LocalAws;
let uploadId: string;
beforeAll(async () => {
  aws = await startLocalAws();
  await send(aws, { method: "PUT", path: "/parts" });
});
afterAll(() => aws.close());

const start = async (headers: Record<string, string> = {}): Promise<string> =>
  element(await send(aws, { method: "POST", path, query: { uploads: "" }, headers }), "UploadId") ?? "";
const upload = async (number: number, body: Buffer, headers: Record<string, string> = {}): Promise<TestResponse> =>
  send(aws, { method: "PUT", path, query: { uploadId, partNumber: String(number) }, body, headers });
const complete = (
  parts: readonly (readonly [number, string | undefined])[],
  headers: Record<string, string> = {},
  extra = "",
) =>
  send(aws, {
    method: "POST",
    path,
    query: { uploadId },
    headers,
    body: `<CompleteMultipartUpload>${parts
      .map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag>${extra}</Part>`)
      .join("")}</CompleteMultipartUpload>`,
  });
const md5 = (data: Buffer | string) => createHash("md5").update(data).digest();

beforeEach(async () => {
  uploadId = await start();
});

afterEach(async () => {
  for (const open of aws.s3.openUploads()) {
    await send(aws, { method: "DELETE", path, query: { uploadId: open.uploadId } });
  }
});

describe("completing", () => {
  test("puts the parts together, in order", async () => {
    const two = (await upload(2, last)).headers["etag"];
    const one = (await upload(1, first)).headers["etag"];
    expect(one).toBe(`"${md5(first).toString("hex")}"`);
    const done = await complete([
      [1, one],
      [2, two],
    ]);
    const etag = `${createHash("md5").update(md5(first)).update(md5(last)).digest("hex")}-2`;
    expect(element(done, "ETag")).toBe(`&quot;${etag}&quot;`);
    const read = await send(aws, { path });
    expect(read.bytes.equals(Buffer.concat([first, last]))).toBe(true);
    expect((await send(aws, { path, headers: { range: `bytes=${minPart - 1}-${minPart + 2}` } })).text).toBe("1the");
    const part = await send(aws, { path, query: { partNumber: "2" } });
    expect(part).toMatchObject({ status: 206, text: "the end", headers: { "x-amz-mp-parts-count": "2" } });
    expect(aws.s3.openUploads()).toEqual([]);
    expect(
      await complete([
        [1, one],
        [2, two],
      ]),
    ).toMatchObject({ status: 200 });
  });

  test("is refused for parts that are missing, small or in disorder", async () => {
    const one = (await upload(1, last)).headers["etag"];
    const two = (await upload(2, last)).headers["etag"];
    expect(
      await complete([
        [1, one],
        [2, two],
      ]),
    ).toMatchObject({ status: 400, code: "EntityTooSmall" });
    expect(
      await complete([
        [2, two],
        [1, one],
      ]),
    ).toMatchObject({ status: 400, code: "InvalidPartOrder" });
    expect(
      await complete([
        [1, one],
        [1, one],
      ]),
    ).toMatchObject({ status: 400, code: "InvalidPartOrder" });
    expect(await complete([[3, one]])).toMatchObject({ status: 400, code: "InvalidPart" });
    expect(await complete([[1, '"other"']])).toMatchObject({ status: 400, code: "InvalidPart" });
    expect(await complete([])).toMatchObject({ status: 400, code: "MalformedXML" });
    expect(await complete([[1, one]], { "x-amz-mp-object-size": "9" })).toMatchObject({
      status: 400,
      code: "InvalidRequest",
    });
    expect(await complete([[1, one]])).toMatchObject({ status: 200 });
  });

  test("does not overwrite with If-None-Match, and the upload stays open", async () => {
    await send(aws, { method: "PUT", path, body: "there" });
    const one = (await upload(1, last)).headers["etag"];
    expect(await complete([[1, one]], { "if-none-match": "*" })).toMatchObject({
      status: 412,
      code: "PreconditionFailed",
    });
    expect((await send(aws, { path })).text).toBe("there");
    expect(aws.s3.openUploads()).toMatchObject([{ uploadId, parts: [{ number: 1, size: 7 }] }]);
  });
});

describe("checksums", () => {
  test("of the parts make that of the object", async () => {
    uploadId = await start({ "x-amz-checksum-algorithm": "SHA256" });
    const sum = createHash("sha256").update(last).digest();
    expect(await upload(1, last)).toMatchObject({ status: 400, code: "InvalidRequest" });
    const part = await upload(1, last, { "x-amz-checksum-sha256": sum.toString("base64") });
    const stated = `<ChecksumSHA256>${sum.toString("base64")}</ChecksumSHA256>`;
    expect(await complete([[1, part.headers["etag"]]])).toMatchObject({ status: 400, code: "InvalidRequest" });
    const done = await complete([[1, part.headers["etag"]]], {}, stated);
    expect(element(done, "ChecksumSHA256")).toBe(`${createHash("sha256").update(sum).digest("base64")}-1`);
    expect(element(done, "ChecksumType")).toBe("COMPOSITE");
  });

  test("can be of the whole object", async () => {
    uploadId = await start({ "x-amz-checksum-algorithm": "CRC64NVME" });
    const part = await upload(1, Buffer.from("123456789"));
    const wrong = await complete([[1, part.headers["etag"]]], { "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=" });
    expect(wrong).toMatchObject({ status: 400, code: "BadDigest" });
    const done = await complete([[1, part.headers["etag"]]], { "x-amz-checksum-crc64nvme": "rosUhgp5mIg=" });
    expect(element(done, "ChecksumType")).toBe("FULL_OBJECT");
  });
});

describe("uploads", () => {
  test("are listed with their parts, and can be aborted", async () => {
    await upload(2, last);
    await upload(1, first);
    const parts = await send(aws, { path, query: { uploadId, "max-parts": "1" } });
    expect(elements(parts, "PartNumber")).toEqual(["1"]);
    expect(element(parts, "IsTruncated")).toBe("true");
    expect(elements(await send(aws, { path, query: { uploadId, "part-number-marker": "1" } }), "PartNumber")).toEqual([
      "2",
    ]);
    const uploads = await send(aws, { path: "/parts", query: { uploads: "" } });
    expect(elements(uploads, "UploadId")).toEqual([uploadId]);
    expect(elements(await send(aws, { path: "/parts", query: { uploads: "", prefix: "x" } }), "UploadId")).toEqual([]);

    expect(await send(aws, { method: "DELETE", path, query: { uploadId } })).toMatchObject({ status: 204 });
    expect(await upload(1, last)).toMatchObject({ status: 404, code: "NoSuchUpload" });
    expect(await complete([[1, "x"]])).toMatchObject({ status: 404, code: "NoSuchUpload" });
    expect(aws.s3.openUploads()).toEqual([]);
  });

  test.each(["0", "10001", "one"])("part number %s is refused", async (partNumber) => {
    const response = await send(aws, { method: "PUT", path, query: { uploadId, partNumber }, body: "x" });
    expect(response).toMatchObject({ status: 400, code: "InvalidArgument" });
  });

  test("take parts of other objects", async () => {
    await send(aws, { method: "PUT", path: "/parts/source", body: "0123456789" });
    const copied = await upload(1, Buffer.alloc(0), {
      "x-amz-copy-source": "/parts/source",
      "x-amz-copy-source-range": "bytes=2-5",
    });
    const etag = element(copied, "ETag")?.replaceAll("&quot;", '"');
    expect(etag).toBe(`"${md5("2345").toString("hex")}"`);
    await complete([[1, etag]]);
    expect((await send(aws, { path })).text).toBe("2345");
    uploadId = await start();
    const beyond = await upload(1, Buffer.alloc(0), {
      "x-amz-copy-source": "/parts/source",
      "x-amz-copy-source-range": "bytes=2-10",
    });
    expect(beyond).toMatchObject({ status: 400, code: "InvalidArgument" });
  });
});
