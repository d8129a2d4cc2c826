import type { GetObjectCommandOutput, HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import * as z from "@tsunagu/core/zod";
import { plainEtag } from "./schema.ts";
import type { S3Location } from "./uri.ts";

/** What the download tools say of an object. */
export const objectFacts = () => ({
  bucket: z.string(),
  key: z.string(),
  content_type: z.string(),
  content_length: z.int().min(0).describe("Bytes."),
  etag: z.string().nullable(),
  last_modified: z.string().nullable().describe("ISO 8601, UTC."),
  version_id: z.string().nullable(),
  server_side_encryption: z.string().nullable(),
  kms_key_id: z.string().nullable(),
  bucket_key_enabled: z.boolean().nullable(),
});

/** Those facts, from S3's answer. */
export const describeObject = (
  { bucket, key }: S3Location,
  head: GetObjectCommandOutput | HeadObjectCommandOutput,
) => ({
  bucket,
  key,
  content_type: head.ContentType ?? "application/octet-stream",
  content_length: head.ContentLength ?? 0,
  etag: plainEtag(head.ETag),
  last_modified: head.LastModified?.toISOString() ?? null,
  version_id: head.VersionId ?? null,
  server_side_encryption: head.ServerSideEncryption ?? null,
  kms_key_id: head.SSEKMSKeyId ?? null,
  bucket_key_enabled: head.BucketKeyEnabled ?? null,
});
