import { AwsError } from "../errors.ts";
import { parseQuery } from "../request.ts";
import { requireAllowedAcl } from "./acl.ts";
import type { S3Call } from "./call.ts";
import { requestedEncryption } from "./encryption.ts";
import { invalidArgument } from "./errors.ts";
import type { Bucket, ObjectProperties } from "./store.ts";
import { checkTags } from "./tags.ts";

const keptHeaders = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-language",
  "expires",
  "x-amz-website-redirect-location",
];
const storageClasses = [
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER",
  "DEEP_ARCHIVE",
  "GLACIER_IR",
];
const metadataPrefix = "x-amz-meta-";
const maxMetadataBytes = 2048;

/** Reads what a write request says about the object: headers, metadata, tags, encryption, storage class. */
export const requestedProperties = (call: S3Call, bucket: Bucket): ObjectProperties => {
  const { headers } = call.request;
  requireAllowedAcl(headers, bucket.settings);
  return {
    ...requestedDescription(headers),
    tags: requestedTags(headers),
    encryption: requestedEncryption(headers, bucket.settings.encryption, bucket.region),
    storageClass: requestedStorageClass(headers),
  };
};

/** The part of the properties that CopyObject replaces with `x-amz-metadata-directive: REPLACE`. */
export const requestedDescription = (
  headers: ReadonlyMap<string, string>,
): Pick<ObjectProperties, "headers" | "metadata"> => {
  const kept = Object.fromEntries(
    keptHeaders.flatMap((name): [string, string][] => {
      const value = headers.get(name);
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
  const encoding = (headers.get("content-encoding") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "aws-chunked")
    .join(",");
  return {
    headers: {
      "content-type": "binary/octet-stream",
      ...kept,
      ...(encoding === "" ? {} : { "content-encoding": encoding }),
    },
    metadata: requestedMetadata(headers),
  };
};

export const requestedTags = (headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  checkTags([...parseQuery(headers.get("x-amz-tagging") ?? "")], 10);

export const requestedStorageClass = (headers: ReadonlyMap<string, string>): string => {
  const storageClass = headers.get("x-amz-storage-class") ?? "STANDARD";
  if (!storageClasses.includes(storageClass)) {
    throw new AwsError(400, "InvalidStorageClass", "The storage class you specified is not valid", {
      StorageClassRequested: storageClass,
    });
  }
  return storageClass;
};

const requestedMetadata = (headers: ReadonlyMap<string, string>): Readonly<Record<string, string>> => {
  const entries = [...headers]
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, value]): [string, string] => [name.slice(metadataPrefix.length), value]);
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (size > maxMetadataBytes) {
    throw new AwsError(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", {
      Size: String(size),
      MaxSizeAllowed: String(maxMetadataBytes),
    });
  }
  if (entries.some(([name]) => name === ""))
    throw invalidArgument("Metadata name must not be empty", metadataPrefix, "");
  return Object.fromEntries(entries);
};
