import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Parsed, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { type CopyCall, copyParts, partBytesFor } from "./copy-parts.ts";
import { checkEncryption, objectUri, objectVersion, plainEtag, uploadMembers, uploadOptions } from "./schema.ts";
import { s3 } from "./service.ts";
import { parseS3Uri, type S3Location } from "./uri.ts";

/** S3 copies no larger object in one request. */
const mostBytesAtOnce = 5 * 1024 ** 3;

const input = () =>
  z
    .strictObject({
      source_s3_uri: objectUri().describe("What to copy, as `s3://bucket/key`."),
      source_version_id: objectVersion(),
      s3_uri: objectUri().describe("Where the copy goes, as `s3://bucket/key`."),
      ...uploadOptions(),
    })
    .superRefine(checkEncryption);

/**
 * Copies one object with its metadata and tags, within S3: in one request up to 5 GiB, in parts beyond.
 *
 * @see Amazon S3 API Reference, CopyObject and UploadPartCopy
 */
export const s3CopyObject = awsTool({
  name: "s3_copy_object",
  title: "Copy an S3 object",
  description:
    "Copies one S3 object of any size, with its media type, metadata and tags, to another key or bucket, without downloading it. " +
    "An existing object there is replaced unless if_none_match is true. To move an object delete the source with s3_delete_object afterwards.",
  effect: { kind: "write", idempotent: true },
  permissions: [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetObjectTagging",
    "s3:GetObjectVersionTagging",
    "s3:PutObject",
    "s3:PutObjectTagging",
    "s3:AbortMultipartUpload",
  ],
  deadlineMs: 60 * 60_000,
  input,

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
        look(call, source, request.source_version_id).andThen((head) =>
          copy({ request, source, target, head }, call).map((made) => ({
            source_s3_uri: request.source_s3_uri,
            source_version_id: made.source_version_id ?? request.source_version_id ?? null,
            s3_uri: request.s3_uri,
            bucket_name: target.bucket,
            object_key: target.key,
            size: head.ContentLength ?? 0,
            etag: plainEtag(made.etag),
            version_id: made.version_id ?? null,
            last_modified: made.last_modified?.toISOString() ?? null,
          })),
        ),
      ),

  present: ({ source_s3_uri, s3_uri, size }) => [
    { type: "text", text: `Copied ${source_s3_uri} to ${s3_uri} (${size} bytes).` },
  ],
});

interface Copy {
  readonly request: Parsed<ReturnType<typeof input>>;
  readonly source: S3Location;
  readonly target: S3Location;
  readonly head: HeadObjectCommandOutput;
}

interface MadeCopy {
  readonly source_version_id: string | undefined;
  readonly etag: string | undefined;
  readonly version_id: string | undefined;
  readonly last_modified: Date | undefined;
}

const look = (
  call: CopyCall,
  { bucket, key }: S3Location,
  version: string | undefined,
): ResultAsync<HeadObjectCommandOutput, ToolError> =>
  s3(call, (sdk) => new sdk.HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));

const copy = ({ request, source, target, head }: Copy, call: CopyCall): ResultAsync<MadeCopy, ToolError> => {
  const members = uploadMembers(request);
  const size = head.ContentLength ?? 0;
  if (size <= mostBytesAtOnce) {
    const CopySource = copySource(source, request.source_version_id);
    return s3(
      call,
      (sdk) => new sdk.CopyObjectCommand({ Bucket: target.bucket, Key: target.key, CopySource, ...members }),
    ).map((copied) => ({
      source_version_id: copied.CopySourceVersionId,
      etag: copied.CopyObjectResult?.ETag,
      version_id: copied.VersionId,
      last_modified: copied.CopyObjectResult?.LastModified,
    }));
  }
  const version = request.source_version_id ?? head.VersionId;
  const parts = { source: { ...source, version }, copySource: copySource(source, version), head, target, members };
  return copyParts(call, { ...parts, partBytes: partBytesFor(size) }).map(({ ETag, VersionId }) => ({
    source_version_id: version,
    etag: ETag,
    version_id: VersionId,
    last_modified: undefined,
  }));
};

/** An access point's ARN takes `/object/` before the key. */
const copySource = ({ bucket, key }: S3Location, version: string | undefined): string => {
  const path = `${bucket}/${bucket.startsWith("arn:") ? "object/" : ""}${key}`;
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  return version === undefined ? escaped : `${escaped}?versionId=${encodeURIComponent(version)}`;
};
