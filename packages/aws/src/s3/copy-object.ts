import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { checkEncryption, objectUri, objectVersion, plainEtag, uploadMembers, uploadOptions } from "./schema.ts";
import { s3 } from "./service.ts";
import { parseS3Uri, type S3Location } from "./uri.ts";

/** S3 copies no larger object in one request. */
const largestBytes = 5 * 1024 ** 3;

/**
 * Copies one object of up to 5 GiB with its metadata, within S3.
 *
 * @see Amazon S3 API Reference, CopyObject
 */
export const s3CopyObject = awsTool({
  name: "s3_copy_object",
  title: "Copy an S3 object",
  description:
    "Copies one S3 object of up to 5 GiB, with its media type and metadata, to another key or bucket, without downloading it. " +
    "An existing object there is replaced unless if_none_match is true. To move an object delete the source with s3_delete_object afterwards.",
  effect: { kind: "write", idempotent: true },
  permissions: ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"],
  deadlineMs: 10 * 60_000,

  input: () =>
    z
      .strictObject({
        source_s3_uri: objectUri().describe("What to copy, as `s3://bucket/key`."),
        source_version_id: objectVersion(),
        s3_uri: objectUri().describe("Where the copy goes, as `s3://bucket/key`."),
        ...uploadOptions(),
      })
      .superRefine(checkEncryption),
  output: () =>
    z.object({
      source_s3_uri: z.string(),
      source_version_id: z.string().nullable(),
      s3_uri: z.string(),
      bucket_name: z.string(),
      object_key: z.string(),
      size: z.int().describe("Bytes."),
      etag: z.string().nullable(),
      version_id: z.string().nullable().describe("Of the copy."),
      last_modified: z.string().nullable().describe("ISO 8601, UTC."),
    }),

  plan: ({ source_s3_uri, s3_uri }) => `Copies the S3 object ${source_s3_uri} to ${s3_uri}.`,

  execute: (request, call) =>
    parseS3Uri(request.source_s3_uri, "source_s3_uri")
      .andThen((source) => parseS3Uri(request.s3_uri).map((target) => ({ source, target })))
      .asyncAndThen(({ source, target }) =>
        sizeOf(call, source, request.source_version_id).andThen((size) =>
          size > largestBytes
            ? errAsync(tooLarge(request.source_s3_uri, size))
            : s3(
                call,
                (sdk) =>
                  new sdk.CopyObjectCommand({
                    Bucket: target.bucket,
                    Key: target.key,
                    CopySource: copySource(source, request.source_version_id),
                    ...uploadMembers(request),
                  }),
              ).map((copied) => ({
                source_s3_uri: request.source_s3_uri,
                source_version_id: copied.CopySourceVersionId ?? request.source_version_id ?? null,
                s3_uri: request.s3_uri,
                bucket_name: target.bucket,
                object_key: target.key,
                size,
                etag: plainEtag(copied.CopyObjectResult?.ETag),
                version_id: copied.VersionId ?? null,
                last_modified: copied.CopyObjectResult?.LastModified?.toISOString() ?? null,
              })),
        ),
      ),

  present: ({ source_s3_uri, s3_uri, size }) => [
    { type: "text", text: `Copied ${source_s3_uri} to ${s3_uri} (${size} bytes).` },
  ],
});

const sizeOf = (
  call: AwsCall,
  { bucket, key }: S3Location,
  version: string | undefined,
): ResultAsync<number, ToolError> =>
  s3(call, (sdk) => new sdk.HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: version })).map(
    ({ ContentLength }) => ContentLength ?? 0,
  );

const tooLarge = (uri: string, size: number): ToolError =>
  toolError("unsupported", `${uri} has ${size} bytes; S3 copies at most ${largestBytes} in one request.`, {
    hint: "Download it with s3_file_download and upload it with s3_file_uploader, which sends parts.",
  });

/** An access point's ARN takes `/object/` before the key. */
const copySource = ({ bucket, key }: S3Location, version: string | undefined): string => {
  const path = `${bucket}/${bucket.startsWith("arn:") ? "object/" : ""}${key}`;
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  return version === undefined ? escaped : `${escaped}?versionId=${encodeURIComponent(version)}`;
};
