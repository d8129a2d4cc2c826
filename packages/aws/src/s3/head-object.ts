import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { describeObject, objectFacts } from "./object-facts.ts";
import { objectUri, objectVersion } from "./schema.ts";
import { s3 } from "./service.ts";
import { parseS3Uri } from "./uri.ts";

/**
 * Describes one object without reading it.
 *
 * @see Amazon S3 API Reference, HeadObject
 */
export const s3HeadObject = awsTool({
  name: "s3_head_object",
  title: "Describe an S3 object",
  description:
    "Tells size, media type, date, tag, metadata, storage class and encryption of one S3 object without reading it. " +
    "One that does not exist is `not_found`, or `forbidden` without the permission to list the bucket.",
  effect: { kind: "read" },
  permissions: ["s3:GetObject", "s3:GetObjectVersion"],

  input: () => z.strictObject({ s3_uri: objectUri(), version_id: objectVersion() }),
  output: () =>
    z.object({
      s3_uri: z.string(),
      ...objectFacts(),
      metadata: z.record(z.string(), z.string()).describe("What was stored with the object under x-amz-meta- names."),
      storage_class: z.string(),
      cache_control: z.string().nullable(),
      content_disposition: z.string().nullable(),
      content_encoding: z.string().nullable(),
      archive_status: z.string().nullable(),
      restore: z.string().nullable().describe("State of a restoration from an archive, in S3's words."),
    }),

  execute: ({ s3_uri, version_id }, call) =>
    parseS3Uri(s3_uri).asyncAndThen((location) =>
      s3(
        call,
        (sdk) => new sdk.HeadObjectCommand({ Bucket: location.bucket, Key: location.key, VersionId: version_id }),
      ).map((head) => ({
        s3_uri,
        ...describeObject(location, head),
        metadata: head.Metadata ?? {},
        storage_class: head.StorageClass ?? "STANDARD",
        cache_control: head.CacheControl ?? null,
        content_disposition: head.ContentDisposition ?? null,
        content_encoding: head.ContentEncoding ?? null,
        archive_status: head.ArchiveStatus ?? null,
        restore: head.Restore ?? null,
      })),
    ),
});
