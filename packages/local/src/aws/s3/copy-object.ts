import { type S3Call, type S3Handler, xmlAnswer } from "./call.ts";
import { type Checksum, type ChecksumAlgorithm, parseAlgorithm } from "./checksum.ts";
import { commitObject, orRelease, writableBucket } from "./commit.ts";
import { readCopySource } from "./copy-source.ts";
import { digestBody } from "./digest.ts";
import { checksumXml, s3Date } from "./elements.ts";
import { encryptionHeaders } from "./encryption.ts";
import { invalidArgument, invalidRequest } from "./errors.ts";
import { requestedDescription, requestedProperties } from "./properties.ts";
import { etagOf } from "./put-object.ts";
import type { ObjectProperties, StoredObject } from "./store.ts";
import { s3Xml } from "./xml.ts";

const maxCopySize = 5 * 1024 ** 3;

/**
 * Copies an object of up to 5 GiB. The copy shares the source's stored bytes.
 *
 * @see Amazon S3 API Reference, CopyObject
 */
export const handleCopyObject: S3Handler = async (call) => {
  const source = readCopySource(call);
  const requested = requestedProperties(call, writableBucket(call));
  const properties = copiedProperties(call, source, requested);
  if (source.body.size > maxCopySize) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${maxCopySize}`,
    );
  }
  const algorithmName = call.request.headers.get("x-amz-checksum-algorithm");
  const algorithm = algorithmName === undefined ? source.checksum?.algorithm : parseAlgorithm(algorithmName);
  const body = call.store.bodies.slice(source.body, 0, source.body.size);
  const object = await orRelease(call, body, async (): Promise<StoredObject> => {
    const { md5, checksum } = await digestsOf(call, source, algorithm);
    return {
      ...properties,
      key: call.key,
      body,
      etag: etagOf(md5, properties.encryption),
      lastModified: call.request.receivedAt,
      checksum,
      partSizes: undefined,
    };
  });
  await commitObject(call, object);
  return xmlAnswer(
    s3Xml("CopyObjectResult", {
      ETag: `"${object.etag}"`,
      LastModified: s3Date(object.lastModified),
      ...checksumXml(object.checksum),
    }),
    encryptionHeaders(object.encryption),
  );
};

const copiedProperties = (call: S3Call, source: StoredObject, requested: ObjectProperties): ObjectProperties => {
  const { headers } = call.request;
  const replacesMetadata = directive(headers, "x-amz-metadata-directive") === "REPLACE";
  const changesSomething =
    replacesMetadata ||
    ["x-amz-storage-class", "x-amz-server-side-encryption", "x-amz-website-redirect-location"].some((name) =>
      headers.has(name),
    );
  const isSame = source === call.store.buckets.get(call.bucket)?.objects.get(call.key);
  if (isSame && !changesSomething) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const described = replacesMetadata
    ? requestedDescription(headers)
    : { headers: source.headers, metadata: source.metadata };
  const replacesTags = directive(headers, "x-amz-tagging-directive") === "REPLACE";
  return { ...requested, ...described, tags: replacesTags ? requested.tags : source.tags };
};

const directive = (headers: ReadonlyMap<string, string>, name: string): "COPY" | "REPLACE" => {
  const value = headers.get(name) ?? "COPY";
  if (value !== "COPY" && value !== "REPLACE") throw invalidArgument("Unknown directive", name, value);
  return value;
};

const digestsOf = async (
  call: S3Call,
  source: StoredObject,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<{ md5: Buffer; checksum: Checksum | undefined }> => {
  const kept =
    source.checksum?.type === "FULL_OBJECT" && source.checksum.algorithm === algorithm ? source.checksum : undefined;
  const etagIsMd5 = source.partSizes === undefined && source.encryption.kmsKeyId === undefined;
  if (etagIsMd5 && (algorithm === undefined || kept !== undefined)) {
    return { md5: Buffer.from(source.etag, "hex"), checksum: kept };
  }
  const { md5, checksum } = await digestBody(call.store.bodies, source.body, algorithm);
  return { md5, checksum: checksum && { ...checksum, type: "FULL_OBJECT" } };
};
