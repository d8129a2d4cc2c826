import type {
  CompletedPart,
  CompleteMultipartUploadCommandOutput,
  CreateMultipartUploadCommandInput,
  HeadObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { type Progress, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import { ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { orThrow } from "./or-throw.ts";
import { s3 } from "./service.ts";
import type { S3Location } from "./uri.ts";

export type CopyCall = AwsCall & { report(progress: Progress): void };

/** An object to copy, as it was when it was looked at. */
export interface PartsCopy {
  readonly source: S3Location & { readonly version: string | undefined };
  /** The source as the header `x-amz-copy-source` names it. */
  readonly copySource: string;
  readonly head: HeadObjectCommandOutput;
  readonly target: S3Location;
  /** Encryption of the copy, and whether it may replace what is there. */
  readonly members: Pick<
    CreateMultipartUploadCommandInput,
    "ServerSideEncryption" | "SSEKMSKeyId" | "BucketKeyEnabled"
  > & { readonly IfNoneMatch?: string };
  /** Bytes of each part but the last: at least 5 MiB, at most 5 GiB. */
  readonly partBytes: number;
}

const mostParts = 10_000;
const usualPartBytes = 512 * 1024 ** 2;
const atOnce = 8;
const cleanUpMs = 10_000;

/** A part's size, with which an object of this size has parts enough. */
export const partBytesFor = (size: number): number => Math.max(usualPartBytes, Math.ceil(size / mostParts));

/**
 * Copies an object within S3 in parts, several at once, with its media type, metadata and tags. When the source changes
 * meanwhile it is a `conflict`. Whatever ends the copy early, no part of it is left behind; where that fails, the error
 * names the upload.
 *
 * @see Amazon S3 API Reference, UploadPartCopy
 * @see Amazon S3 User Guide, Copying an object using multipart upload
 */
export const copyParts = (
  call: CopyCall,
  copy: PartsCopy,
): ResultAsync<CompleteMultipartUploadCommandOutput, ToolError> =>
  ResultAsync.fromPromise(copyAll(call, copy), (thrown) =>
    toToolError(thrown, () => toolError("internal", "The parts could not be copied.")),
  );

const copyAll = async (call: CopyCall, copy: PartsCopy): Promise<CompleteMultipartUploadCommandOutput> => {
  const uploadId = await begin(call, copy, await tagsOf(call, copy));
  try {
    return await complete(call, copy, uploadId, await copyEach(call, copy, uploadId));
  } catch (cause) {
    const removed = await removeParts(call, copy, uploadId);
    throw removed.isOk() || removed.error.code === "not_found" ? cause : partsLeft(uploadId, cause);
  }
};

/** As the header `x-amz-tagging` takes them. Unlike a copy in one request, one in parts does not take them over by itself. */
const tagsOf = async (call: CopyCall, { source }: PartsCopy): Promise<string> => {
  const { TagSet = [] } = await orThrow(
    s3(
      call,
      (sdk) => new sdk.GetObjectTaggingCommand({ Bucket: source.bucket, Key: source.key, VersionId: source.version }),
    ),
  );
  return new URLSearchParams(TagSet.map(({ Key = "", Value = "" }): [string, string] => [Key, Value])).toString();
};

/** Not interrupted, so that the upload's id is known and its parts can be removed. */
const begin = async (call: CopyCall, { head, target, members }: PartsCopy, tags: string): Promise<string> => {
  const { IfNoneMatch: _atTheEnd, ...encryption } = members;
  const { ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Metadata } = head;
  const kept = { ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Metadata };
  const { UploadId } = await orThrow(
    s3(
      { session: call.session, signal: new AbortController().signal },
      (sdk) =>
        new sdk.CreateMultipartUploadCommand({
          Bucket: target.bucket,
          Key: target.key,
          ...kept,
          ...encryption,
          ...(tags === "" ? {} : { Tagging: tags }),
        }),
    ),
  );
  if (UploadId === undefined) throw new ToolFailure(toolError("upstream", "S3 began an upload without an id."));
  return UploadId;
};

/** A few workers take the parts in turn. The first failure stops all; none is at work any more when it is told. */
const copyEach = async (call: CopyCall, copy: PartsCopy, uploadId: string): Promise<CompletedPart[]> => {
  const size = copy.head.ContentLength ?? 0;
  const count = Math.ceil(size / copy.partBytes);
  const stop = new AbortController();
  const signal = AbortSignal.any([call.signal, stop.signal]);
  const parts: CompletedPart[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      if (signal.aborted) throw new ToolFailure(toolError("aborted", "The copy was stopped."));
      const index = next++;
      parts.push(await copyPart({ session: call.session, signal }, copy, uploadId, index));
      const done = Math.min(size, parts.length * copy.partBytes);
      call.report({ message: `Copying ${copy.source.key}`, done, total: size });
    }
  };
  const failures: unknown[] = [];
  const workers = Array.from({ length: Math.min(atOnce, count) }, () =>
    work().catch((cause: unknown) => {
      failures.push(cause);
      stop.abort();
    }),
  );
  await Promise.all(workers);
  if (failures.length > 0) throw failures[0];
  return parts.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
};

const copyPart = async (
  call: AwsCall,
  { copySource, head, target, partBytes }: PartsCopy,
  UploadId: string,
  index: number,
): Promise<CompletedPart> => {
  const start = index * partBytes;
  const end = Math.min(start + partBytes, head.ContentLength ?? 0) - 1;
  const { CopyPartResult } = await orThrow(
    s3(
      call,
      (sdk) =>
        new sdk.UploadPartCopyCommand({
          Bucket: target.bucket,
          Key: target.key,
          UploadId,
          PartNumber: index + 1,
          CopySource: copySource,
          CopySourceIfMatch: head.ETag,
          CopySourceRange: `bytes=${start}-${end}`,
        }),
    ),
  );
  return { ETag: CopyPartResult?.ETag, PartNumber: index + 1 };
};

const complete = (
  call: AwsCall,
  { target, members: { IfNoneMatch } }: PartsCopy,
  UploadId: string,
  Parts: CompletedPart[],
): Promise<CompleteMultipartUploadCommandOutput> =>
  orThrow(
    s3(
      call,
      (sdk) =>
        new sdk.CompleteMultipartUploadCommand({
          Bucket: target.bucket,
          Key: target.key,
          UploadId,
          IfNoneMatch,
          MultipartUpload: { Parts },
        }),
    ),
  );

/** Not with the call's own signal, which may be what stopped the copy. */
const removeParts = ({ session }: AwsCall, { target }: PartsCopy, UploadId: string): ResultAsync<unknown, ToolError> =>
  s3(
    { session, signal: AbortSignal.timeout(cleanUpMs) },
    (sdk) => new sdk.AbortMultipartUploadCommand({ Bucket: target.bucket, Key: target.key, UploadId }),
  );

const partsLeft = (uploadId: string, thrown: unknown): ToolFailure => {
  const error = toToolError(thrown, () => toolError("aborted", "The copy was stopped."));
  return new ToolFailure(
    toolError(error.code, error.message, {
      ...error,
      hint: "The parts copied so far could not be removed and are charged for: abort the multipart upload named in details, or let a lifecycle rule do it.",
      details: { unfinished_upload_id: uploadId },
    }),
  );
};
