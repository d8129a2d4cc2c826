import { createHash } from "node:crypto";
import type { Body } from "./bodies.ts";
import { receiveBody } from "./body-input.ts";
import { emptyAnswer, type S3Call, type S3Handler } from "./call.ts";
import { type Checksum, checksumHeader } from "./checksum.ts";
import { checkWriteConditions } from "./conditions.ts";
import { type Encryption, encryptionHeaders } from "./encryption.ts";
import { requestedProperties } from "./properties.ts";
import { type Bucket, putObject, requireBucket, type StoredObject } from "./store.ts";

/** @see Amazon S3 API Reference, PutObject */
export const handlePutObject: S3Handler = async (call) => {
  const properties = requestedProperties(call, writableBucket(call));
  const received = await receiveBody(call);
  const bucket = await orRelease(call, received.body, () => writableBucket(call));
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
  await putObject(call.store, bucket, object);
  return emptyAnswer(200, {
    etag: `"${object.etag}"`,
    ...encryptionHeaders(object.encryption),
    ...checksumHeaders(checksum),
  });
};

/** The bucket, if it exists and the object in it is what the conditions ask for: checked before the body is read, and after. */
export const writableBucket = (call: S3Call): Bucket => {
  const bucket = requireBucket(call.store, call.bucket);
  checkWriteConditions(call.request.headers, call.key, bucket.objects.get(call.key));
  return bucket;
};

/** Lets go of a body when what should happen to it cannot. */
export const orRelease = async <T>(call: S3Call, body: Body, attempt: () => T | Promise<T>): Promise<T> => {
  try {
    return await attempt();
  } catch (error) {
    await call.store.bodies.release(body);
    throw error;
  }
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
