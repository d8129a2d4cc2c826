import { createHash } from "node:crypto";
import { AwsError } from "../errors.ts";
import { receiveText } from "./body-input.ts";
import { type S3Call, type S3Handler, xmlAnswer } from "./call.ts";
import { badDigest, type Checksum, checksumHeader, createChecksum } from "./checksum.ts";
import { orRelease, writableBucket } from "./commit.ts";
import { unquote } from "./conditions.ts";
import { digestBody } from "./digest.ts";
import { checksumXml } from "./elements.ts";
import { encryptionHeaders } from "./encryption.ts";
import { invalidRequest } from "./errors.ts";
import { findUpload } from "./multipart-start.ts";
import {
  type CompletedUpload,
  type Part,
  replaceObject,
  requireBucket,
  type StoredObject,
  type Upload,
} from "./store.ts";
import { malformedXml, readXml, s3Xml, type XmlNode } from "./xml.ts";

const minPartSize = 5 * 1024 * 1024;
const maxParts = 10_000;
const maxRemembered = 1000;

/**
 * Puts an object together from parts. Repeating the request after it succeeded gives the same answer.
 *
 * @see Amazon S3 API Reference, CompleteMultipartUpload
 */
export const handleCompleteMultipartUpload: S3Handler = async (call) => {
  const completed = findCompleted(call);
  if (completed !== undefined) return answer(call, completed);
  findUpload(call);
  const request = readXml(await receiveText(call, { checksumIsOfObject: true }), "CompleteMultipartUpload");
  const { upload } = findUpload(call);
  const parts = chosenParts(request, upload);
  const body = call.store.bodies.join(parts.map((part) => part.body));
  const object = await orRelease(call, body, async (): Promise<StoredObject> => {
    requireStatedSize(call, body.size);
    return {
      ...upload.properties,
      key: upload.key,
      body,
      etag: multipartEtag(parts),
      lastModified: call.request.receivedAt,
      checksum: await objectChecksum(call, upload, parts, body),
      partSizes: parts.map((part) => part.body.size),
    };
  });
  const result: CompletedUpload = {
    key: object.key,
    etag: object.etag,
    checksum: object.checksum,
    encryption: object.encryption,
  };
  const replaced = await orRelease(call, body, () => finishUpload(call, object, result));
  for (const { body: done } of [...(replaced === undefined ? [] : [replaced]), ...upload.parts.values()]) {
    await call.store.bodies.release(done);
  }
  return answer(call, result);
};

/** Ends the upload and puts the object, in one step that no other request comes between. */
const finishUpload = (call: S3Call, object: StoredObject, result: CompletedUpload): StoredObject | undefined => {
  const { upload } = findUpload(call);
  const bucket = writableBucket(call);
  const [oldest] = bucket.completed.keys();
  if (bucket.completed.size >= maxRemembered && oldest !== undefined) bucket.completed.delete(oldest);
  bucket.completed.set(upload.id, result);
  bucket.uploads.delete(upload.id);
  return replaceObject(bucket, object);
};

const findCompleted = (call: S3Call): CompletedUpload | undefined => {
  const completed = requireBucket(call.store, call.bucket).completed.get(call.request.query.get("uploadId") ?? "");
  return completed?.key === call.key ? completed : undefined;
};

const answer = (call: S3Call, { key, etag, checksum, encryption }: CompletedUpload) =>
  xmlAnswer(
    s3Xml("CompleteMultipartUploadResult", {
      Location: `${call.origin}/${call.bucket}/${key.split("/").map(encodeURIComponent).join("/")}`,
      Bucket: call.bucket,
      Key: key,
      ETag: `"${etag}"`,
      ...checksumXml(checksum),
    }),
    encryptionHeaders(encryption),
  );

/** The listed parts, after checking their order, existence and size. */
const chosenParts = (request: XmlNode, upload: Upload): Part[] => {
  const listed = request.children("Part");
  if (listed.length === 0 || listed.length > maxParts) throw malformedXml();
  const parts: Part[] = [];
  for (const item of listed) {
    const number = Number(item.required("PartNumber"));
    const part = upload.parts.get(number);
    if (number <= (parts.at(-1)?.number ?? 0)) {
      throw new AwsError(
        400,
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
        {
          UploadId: upload.id,
        },
      );
    }
    if (part === undefined || unquote(item.required("ETag")) !== part.etag) throw invalidPart(upload, item);
    requireStatedPartChecksum(item, part, upload);
    parts.push(part);
  }
  const small = parts.slice(0, -1).find((part) => part.body.size < minPartSize);
  if (small !== undefined) {
    throw new AwsError(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
      ProposedSize: String(small.body.size),
      MinSizeAllowed: String(minPartSize),
      PartNumber: String(small.number),
      ETag: small.etag,
    });
  }
  return parts;
};

const requireStatedPartChecksum = (item: XmlNode, part: Part, upload: Upload): void => {
  if (part.checksum === undefined) return;
  const stated = item.text(`Checksum${part.checksum.algorithm}`);
  if (stated === undefined && upload.checksum?.type === "COMPOSITE") {
    throw invalidRequest(
      `The upload was created using a ${upload.checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  }
  if (stated !== undefined && stated !== part.checksum.value) throw invalidPart(upload, item);
};

const invalidPart = (upload: Upload, item: XmlNode): AwsError =>
  new AwsError(
    400,
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: upload.id, PartNumber: item.required("PartNumber"), ETag: unquote(item.required("ETag")) },
  );

const requireStatedSize = (call: S3Call, size: number): void => {
  const stated = call.request.headers.get("x-amz-mp-object-size");
  if (stated !== undefined && Number(stated) !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${stated} does not match what was computed: ${size}`,
    );
  }
};

const multipartEtag = (parts: readonly Part[]): string => {
  const hash = createHash("md5");
  for (const part of parts) hash.update(Buffer.from(part.etag, "hex"));
  return `${hash.digest("hex")}-${parts.length}`;
};

const objectChecksum = async (
  call: S3Call,
  upload: Upload,
  parts: readonly Part[],
  body: StoredObject["body"],
): Promise<Checksum | undefined> => {
  if (upload.checksum === undefined) return undefined;
  const { algorithm, type } = upload.checksum;
  const value =
    type === "COMPOSITE"
      ? compositeSum(upload.checksum.algorithm, parts)
      : (await digestBody(call.store.bodies, body, algorithm)).checksum?.value;
  const stated = call.request.headers.get(checksumHeader(algorithm));
  if (stated !== undefined && stated !== value && stated !== value?.split("-")[0]) throw badDigest(algorithm);
  return value === undefined ? undefined : { algorithm, value, type };
};

const compositeSum = (algorithm: Checksum["algorithm"], parts: readonly Part[]): string => {
  const sum = createChecksum(algorithm);
  for (const part of parts) sum.update(Buffer.from(part.checksum?.value ?? "", "base64"));
  return `${sum.digest().toString("base64")}-${parts.length}`;
};
