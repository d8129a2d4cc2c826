import { receiveText } from "./body-input.ts";
import { emptyAnswer, type S3Handler, xmlAnswer } from "./call.ts";
import { matches, unquote } from "./conditions.ts";
import { noSuchKey, preconditionFailed } from "./errors.ts";
import { deleteObject, requireBucket } from "./store.ts";
import { malformedXml, readXml, s3Xml } from "./xml.ts";

const maxKeys = 1000;

/** @see Amazon S3 API Reference, DeleteObject */
export const handleDeleteObject: S3Handler = async (call) => {
  const bucket = requireBucket(call.store, call.bucket);
  const object = bucket.objects.get(call.key);
  const ifMatch = call.request.headers.get("if-match");
  if (ifMatch !== undefined) {
    if (object === undefined) throw noSuchKey(call.key);
    if (!matches(ifMatch, object.etag)) throw preconditionFailed("If-Match");
  }
  await deleteObject(call.store, bucket, call.key);
  return emptyAnswer(204);
};

/**
 * Deletes up to 1,000 keys. A key that does not exist counts as deleted.
 *
 * @see Amazon S3 API Reference, DeleteObjects
 */
export const handleDeleteObjects: S3Handler = async (call) => {
  const bucket = requireBucket(call.store, call.bucket);
  const request = readXml(await receiveText(call, { integrityRequired: true }), "Delete");
  const objects = request
    .children("Object")
    .map((object) => ({ key: object.required("Key"), etag: object.text("ETag") }));
  if (objects.length === 0 || objects.length > maxKeys) throw malformedXml();
  const deleted: string[] = [];
  const failed: string[] = [];
  for (const { key, etag } of objects) {
    const current = bucket.objects.get(key);
    if (etag !== undefined && unquote(etag) !== current?.etag) {
      failed.push(key);
      continue;
    }
    await deleteObject(call.store, bucket, key);
    deleted.push(key);
  }
  const isQuiet = request.text("Quiet") === "true";
  return xmlAnswer(
    s3Xml("DeleteResult", {
      Deleted: isQuiet ? [] : deleted.map((key) => ({ Key: key })),
      Error: failed.map((key) => ({
        Key: key,
        Code: "PreconditionFailed",
        Message: "At least one of the pre-conditions you specified did not hold",
      })),
    }),
  );
};
