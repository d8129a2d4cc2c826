import type { Answer } from "../answer.ts";
import { AwsError } from "../errors.ts";
import { emptyAnswer, type S3Call, type S3Handler } from "./call.ts";
import { checkReadConditions } from "./conditions.ts";
import { encryptionHeaders } from "./encryption.ts";
import { invalidArgument, noSuchKey } from "./errors.ts";
import { checksumHeaders } from "./put-object.ts";
import { type ByteRange, readRange } from "./range.ts";
import { requireBucket, type StoredObject } from "./store.ts";

const overridable = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/** @see Amazon S3 API Reference, GetObject */
export const handleGetObject: S3Handler = async (call) => {
  const object = findObject(call);
  if (object.storageClass === "GLACIER" || object.storageClass === "DEEP_ARCHIVE") {
    throw new AwsError(403, "InvalidObjectState", "The operation is not valid for the object's storage class", {
      StorageClass: object.storageClass,
    });
  }
  const answer = describe(call, object);
  if (answer.status === 304) return answer;
  const { start, end } = readRange(call.request, object) ?? { start: 0, end: object.body.size };
  const { bodies } = call.store;
  bodies.retain(object.body);
  return {
    ...answer,
    body: { size: end - start, chunks: bodies.read(object.body, start, end), done: () => bodies.release(object.body) },
  };
};

/** @see Amazon S3 API Reference, HeadObject */
export const handleHeadObject: S3Handler = async (call) => {
  const object = findObject(call);
  const answer = describe(call, object);
  if (answer.status === 304) return answer;
  const { start, end } = readRange(call.request, object) ?? { start: 0, end: object.body.size };
  return { ...answer, headers: { ...answer.headers, "content-length": String(end - start) } };
};

const findObject = (call: S3Call): StoredObject => {
  const bucket = requireBucket(call.store, call.bucket);
  const versionId = call.request.query.get("versionId");
  if (versionId !== undefined && versionId !== "null") {
    throw new AwsError(404, "NoSuchVersion", "The specified version does not exist.", {
      Key: call.key,
      VersionId: versionId,
    });
  }
  const object = bucket.objects.get(call.key);
  if (object === undefined) throw noSuchKey(call.key);
  return object;
};

/** Status and headers, which GetObject and HeadObject share. */
const describe = (call: S3Call, object: StoredObject): Answer => {
  const validators = { etag: `"${object.etag}"`, "last-modified": object.lastModified.toUTCString() };
  if (checkReadConditions(call.request.headers, object) === "not_modified") return emptyAnswer(304, validators);
  const range = readRange(call.request, object);
  return emptyAnswer(range === undefined ? 200 : 206, {
    ...validators,
    "accept-ranges": "bytes",
    ...object.headers,
    ...metadataHeaders(object),
    ...overrides(call),
    ...encryptionHeaders(object.encryption),
    ...(object.storageClass === "STANDARD" ? {} : { "x-amz-storage-class": object.storageClass }),
    ...(object.tags.size === 0 ? {} : { "x-amz-tagging-count": String(object.tags.size) }),
    ...rangeHeaders(range, object),
    ...(call.request.headers.get("x-amz-checksum-mode")?.toUpperCase() === "ENABLED" && range === undefined
      ? checksumHeaders(object.checksum)
      : {}),
  });
};

const rangeHeaders = (range: ByteRange | undefined, object: StoredObject): Record<string, string> => {
  if (range === undefined) return {};
  return {
    ...(object.body.size === 0 ? {} : { "content-range": `bytes ${range.start}-${range.end - 1}/${object.body.size}` }),
    ...(range.partsCount === undefined ? {} : { "x-amz-mp-parts-count": String(range.partsCount) }),
  };
};

/** Metadata beyond ASCII comes back in the encoded form of RFC 2047. */
const metadataHeaders = (object: StoredObject): Record<string, string> =>
  Object.fromEntries(
    Object.entries(object.metadata).map(([name, value]) => [
      `x-amz-meta-${name}`,
      /^[ -~]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString("base64")}?=`,
    ]),
  );

const overrides = (call: S3Call): Record<string, string> =>
  Object.fromEntries(
    overridable.flatMap((name): [string, string][] => {
      const value = call.request.query.get(`response-${name}`);
      if (value === undefined) return [];
      if (!/^[\t -~\u00a0-\u00ff]*$/.test(value)) {
        throw invalidArgument("Header value cannot be represented using ISO-8859-1.", `response-${name}`, value);
      }
      return [[name, value]];
    }),
  );
