import { type S3Call, type S3Handler, xmlAnswer } from "./call.ts";
import { type ChecksumAlgorithm, type ChecksumType, parseAlgorithm } from "./checksum.ts";
import { encryptionHeaders } from "./encryption.ts";
import { invalidRequest } from "./errors.ts";
import { requestedProperties } from "./properties.ts";
import { createUpload, removeUpload, requireBucket, requireUpload, type Upload } from "./store.ts";
import { s3Xml } from "./xml.ts";

/** @see Amazon S3 API Reference, CreateMultipartUpload */
export const handleCreateMultipartUpload: S3Handler = async (call) => {
  const bucket = requireBucket(call.store, call.bucket);
  const upload = createUpload(bucket, {
    key: call.key,
    initiated: call.request.receivedAt,
    properties: requestedProperties(call, bucket),
    checksum: requestedChecksum(call),
  });
  return xmlAnswer(
    s3Xml("InitiateMultipartUploadResult", { Bucket: bucket.name, Key: call.key, UploadId: upload.id }),
    {
      ...encryptionHeaders(upload.properties.encryption),
      ...(upload.checksum === undefined
        ? {}
        : { "x-amz-checksum-algorithm": upload.checksum.algorithm, "x-amz-checksum-type": upload.checksum.type }),
    },
  );
};

/** @see Amazon S3 API Reference, AbortMultipartUpload */
export const handleAbortMultipartUpload: S3Handler = async (call) => {
  const { bucket, upload } = findUpload(call);
  await removeUpload(call.store, bucket, upload);
  return { status: 204, headers: {} };
};

export const findUpload = (call: S3Call) => {
  const bucket = requireBucket(call.store, call.bucket);
  return { bucket, upload: requireUpload(bucket, call.key, call.request.query.get("uploadId") ?? "") };
};

/** SHA checksums can only be made of the parts' sums, and CRC64NVME only over the whole object. */
const requestedChecksum = (call: S3Call): Upload["checksum"] => {
  const { headers } = call.request;
  const name = headers.get("x-amz-checksum-algorithm");
  const type = headers.get("x-amz-checksum-type");
  if (name === undefined) {
    if (type !== undefined)
      throw invalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
    return undefined;
  }
  const algorithm = parseAlgorithm(name);
  const chosen = parseType(type) ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  const isPossible = chosen === "COMPOSITE" ? algorithm !== "CRC64NVME" : !isSha(algorithm);
  if (!isPossible)
    throw invalidRequest(
      `The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  return { algorithm, type: chosen };
};

const isSha = (algorithm: ChecksumAlgorithm): boolean => algorithm === "SHA1" || algorithm === "SHA256";

const parseType = (text: string | undefined): ChecksumType | undefined => {
  if (text === undefined || text === "COMPOSITE" || text === "FULL_OBJECT") return text;
  throw invalidRequest("Value for x-amz-checksum-type header is invalid.");
};
