import { createHash } from "node:crypto";
import { receiveBody } from "./body-input.ts";
import { emptyAnswer, type S3Handler } from "./call.ts";
import { type Checksum, checksumHeader } from "./checksum.ts";
import { commitObject, writableBucket } from "./commit.ts";
import { type Encryption, encryptionHeaders } from "./encryption.ts";
import { requestedProperties } from "./properties.ts";
import type { StoredObject } from "./store.ts";

/** @see Amazon S3 API Reference, PutObject */
export const handlePutObject: S3Handler = async (call) => {
  const properties = requestedProperties(call, writableBucket(call));
  const received = await receiveBody(call);
  const checksum: Checksum | undefined = received.checksum && { ...received.checksum, type: "FULL_OBJECT" };
  const object: StoredObject = {
    ...properties,
    key: call.key,
    body: received.body,
    etag: etagOf(received.md5, properties.encryption),
    lastModified: call.request.receivedAt,
    checksum,
    partSizes: undefined,
  };
  await commitObject(call, object);
  return emptyAnswer(200, {
    etag: `"${object.etag}"`,
    ...encryptionHeaders(object.encryption),
    ...checksumHeaders(checksum),
  });
};

/** The MD5 of the bytes; under KMS encryption, as at AWS, something else of the same form. */
export const etagOf = (md5: Buffer, encryption: Encryption): string =>
  encryption.kmsKeyId === undefined
    ? md5.toString("hex")
    : createHash("md5").update(md5).update(encryption.kmsKeyId).digest("hex");

export const checksumHeaders = (checksum: Checksum | undefined): Record<string, string> =>
  checksum === undefined
    ? {}
    : { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type };
