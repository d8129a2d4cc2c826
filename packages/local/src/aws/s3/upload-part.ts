import { receiveBody } from "./body-input.ts";
import { emptyAnswer, type S3Call, type S3Handler, xmlAnswer } from "./call.ts";
import { type Checksum, checksumHeader, statedChecksum } from "./checksum.ts";
import { orRelease } from "./commit.ts";
import { readCopySource } from "./copy-source.ts";
import { digestBody } from "./digest.ts";
import { checksumXml, s3Date } from "./elements.ts";
import { encryptionHeaders } from "./encryption.ts";
import { invalidArgument, invalidRequest } from "./errors.ts";
import { findUpload } from "./multipart-start.ts";
import { etagOf } from "./put-object.ts";
import { parseRange } from "./range.ts";
import { type Part, replacePart, type Upload } from "./store.ts";
import { s3Xml } from "./xml.ts";

const maxPartSize = 5 * 1024 ** 3;

/** @see Amazon S3 API Reference, UploadPart */
export const handleUploadPart: S3Handler = async (call) => {
  const number = partNumber(call);
  const { upload } = findUpload(call);
  requireSameAlgorithm(call, upload);
  const received = await receiveBody(call, upload.checksum?.algorithm);
  const checksum: Checksum | undefined = received.checksum && { ...received.checksum, type: "FULL_OBJECT" };
  const part: Part = {
    number,
    body: received.body,
    etag: etagOf(received.md5, upload.properties.encryption),
    checksum,
    lastModified: call.request.receivedAt,
  };
  await commitPart(call, part);
  return emptyAnswer(200, {
    etag: `"${part.etag}"`,
    ...encryptionHeaders(upload.properties.encryption),
    ...(checksum === undefined ? {} : { [checksumHeader(checksum.algorithm)]: checksum.value }),
  });
};

/** @see Amazon S3 API Reference, UploadPartCopy */
export const handleUploadPartCopy: S3Handler = async (call) => {
  const number = partNumber(call);
  const { upload } = findUpload(call);
  const source = readCopySource(call);
  const { start, end } = copyRange(call, source.body.size);
  const body = call.store.bodies.slice(source.body, start, end);
  const part = await orRelease(call, body, async (): Promise<Part> => {
    const { md5, checksum } = await digestBody(call.store.bodies, body, upload.checksum?.algorithm);
    return {
      number,
      body,
      etag: etagOf(md5, upload.properties.encryption),
      checksum: checksum && { ...checksum, type: "FULL_OBJECT" },
      lastModified: call.request.receivedAt,
    };
  });
  await commitPart(call, part);
  const { ChecksumType: _type, ...sum } = checksumXml(part.checksum);
  return xmlAnswer(
    s3Xml("CopyPartResult", { ETag: `"${part.etag}"`, LastModified: s3Date(part.lastModified), ...sum }),
    encryptionHeaders(upload.properties.encryption),
  );
};

/** Puts the part, if its upload is still open. */
const commitPart = async (call: S3Call, part: Part): Promise<void> => {
  const replaced = await orRelease(call, part.body, () => replacePart(findUpload(call).upload, part));
  if (replaced !== undefined) await call.store.bodies.release(replaced.body);
};

const partNumber = (call: S3Call): number => {
  const text = call.request.query.get("partNumber") ?? "";
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 10_000) {
    throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", text);
  }
  return number;
};

/** A part of an upload with composite checksums must carry one of the same algorithm. */
const requireSameAlgorithm = (call: S3Call, upload: Upload): void => {
  const actual = statedChecksum(call.request.headers)?.algorithm;
  if (upload.checksum === undefined || actual === upload.checksum.algorithm) return;
  if (actual === undefined && upload.checksum.type === "FULL_OBJECT") return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksum.algorithm.toLowerCase()}, actual checksum Type: ${actual?.toLowerCase() ?? "null"}`,
  );
};

const copyRange = (call: S3Call, size: number): { start: number; end: number } => {
  const header = call.request.headers.get("x-amz-copy-source-range");
  const match = header === undefined ? undefined : /^bytes=(\d+)-(\d+)$/.exec(header);
  if (header !== undefined && (!match || Number(match[1]) > Number(match[2]) || Number(match[2]) >= size)) {
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      "x-amz-copy-source-range",
      header,
    );
  }
  const range = (header === undefined ? undefined : parseRange(header, size)) ?? { start: 0, end: size };
  if (range.end - range.start > maxPartSize) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${maxPartSize}`,
    );
  }
  return range;
};
