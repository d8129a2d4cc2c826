import { numberField, type S3Handler, xmlAnswer } from "./call.ts";
import { checksumXml, ownerXml, s3Date } from "./elements.ts";
import { keyWriter } from "./list-text.ts";
import { findUpload } from "./multipart-start.ts";
import { requireBucket, sortUtf8 } from "./store.ts";
import { s3Xml } from "./xml.ts";

/** Open uploads in the order of their keys, and of one key by age. @see Amazon S3 API Reference, ListMultipartUploads */
export const handleListMultipartUploads: S3Handler = async (call) => {
  const bucket = requireBucket(call.store, call.bucket);
  const { query } = call.request;
  const write = keyWriter(call);
  const prefix = query.get("prefix") ?? "";
  const maxUploads = numberField(call, "max-uploads", { fallback: 1000, min: 1, max: 1000 });
  const keyMarker = query.get("key-marker") ?? "";
  const idMarker = query.get("upload-id-marker") ?? "";
  const byKey = Map.groupBy(bucket.uploads.values(), (upload) => upload.key);
  const ordered = sortUtf8([...byKey.keys()].filter((key) => key.startsWith(prefix))).flatMap((key) =>
    (byKey.get(key) ?? []).toSorted((left, right) => left.initiated.getTime() - right.initiated.getTime()),
  );
  const lastSeen = ordered.findLastIndex(({ key, id }) => key === keyMarker && (idMarker === "" || id === idMarker));
  const firstBeyond = ordered.findIndex(({ key }) => Buffer.compare(Buffer.from(key), Buffer.from(keyMarker)) > 0);
  const start = keyMarker === "" ? 0 : lastSeen >= 0 ? lastSeen + 1 : firstBeyond;
  const rest = start < 0 ? [] : ordered.slice(start);
  const page = rest.slice(0, maxUploads);
  const isTruncated = rest.length > page.length;
  return xmlAnswer(
    s3Xml("ListMultipartUploadsResult", {
      Bucket: bucket.name,
      KeyMarker: write(keyMarker),
      UploadIdMarker: idMarker,
      NextKeyMarker: isTruncated ? write(page.at(-1)?.key ?? "") : undefined,
      NextUploadIdMarker: isTruncated ? page.at(-1)?.id : undefined,
      Prefix: write(prefix),
      EncodingType: query.get("encoding-type"),
      MaxUploads: maxUploads,
      IsTruncated: isTruncated,
      Upload: page.map((upload) => ({
        Key: write(upload.key),
        UploadId: upload.id,
        Initiator: ownerXml,
        Owner: ownerXml,
        StorageClass: upload.properties.storageClass,
        Initiated: s3Date(upload.initiated),
        ChecksumAlgorithm: upload.checksum?.algorithm,
        ChecksumType: upload.checksum?.type,
      })),
    }),
  );
};

/** @see Amazon S3 API Reference, ListParts */
export const handleListParts: S3Handler = async (call) => {
  const { bucket, upload } = findUpload(call);
  const maxParts = numberField(call, "max-parts", { fallback: 1000, min: 0, max: 1000 });
  const marker = numberField(call, "part-number-marker", { fallback: 0, min: 0, max: 10_000 });
  const rest = [...upload.parts.values()]
    .filter((part) => part.number > marker)
    .sort((left, right) => left.number - right.number);
  const page = rest.slice(0, maxParts);
  return xmlAnswer(
    s3Xml("ListPartsResult", {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.id,
      Initiator: ownerXml,
      Owner: ownerXml,
      StorageClass: upload.properties.storageClass,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.number ?? 0,
      MaxParts: maxParts,
      IsTruncated: rest.length > page.length,
      ChecksumAlgorithm: upload.checksum?.algorithm,
      ChecksumType: upload.checksum?.type,
      Part: page.map((part) => {
        const { ChecksumType: _type, ...sum } = checksumXml(part.checksum);
        return {
          PartNumber: part.number,
          LastModified: s3Date(part.lastModified),
          ETag: `"${part.etag}"`,
          Size: part.body.size,
          ...sum,
        };
      }),
    }),
  );
};
