import type { PutObjectCommandInput, S3Client } from "@aws-sdk/client-s3";
import { type InputFile, type Progress, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import { toAwsError } from "../error.ts";
import type { AwsCall } from "../service.ts";
import { plainEtag } from "./schema.ts";
import { s3 } from "./service.ts";
import { uploadSource } from "./upload-source.ts";

export interface StoredObject {
  readonly etag: string | null;
  readonly version_id: string | null;
  /** Bytes. */
  readonly size: number;
}

const maxParts = 10_000;
const mebibyte = 1024 ** 2;
const leastPartBytes = 8 * mebibyte;
/** For bodies of unknown size: 160 GB at most. */
const blindPartBytes = 16 * mebibyte;
const maxObjectBytes = 5 * 1024 ** 4;
const partsAtOnce = 4;
const cleanUpMs = 10_000;

/**
 * Streams a body to one object, in parts when it is large; about five parts are in memory at a time.
 * When it fails or is stopped, the parts are removed and nothing is stored.
 *
 * @see Amazon S3 User Guide, Uploading and copying objects using multipart upload
 */
export const uploadObject = (
  call: AwsCall & { report?(progress: Progress): void },
  members: Omit<PutObjectCommandInput, "Body">,
  file: InputFile,
): ResultAsync<StoredObject, ToolError> =>
  s3.use(call, "PutObject", async (client) => {
    if ((file.size ?? 0) > maxObjectBytes)
      throw new ToolFailure(toolError("too_large", `${file.name} is larger than an S3 object can be.`));
    const { Upload } = await import("@aws-sdk/lib-storage");
    const sender = stoppableSender(client, call.signal);
    const source = uploadSource(file, sender.signal);
    const upload = new Upload({
      client: sender.client,
      params: { ...members, Body: source.stream },
      partSize: partBytes(file.size),
      queueSize: partsAtOnce,
      leavePartsOnError: true,
    });
    upload.on("httpUploadProgress", ({ loaded }) => {
      call.report?.({
        message: `Uploading ${file.name}`,
        done: loaded ?? 0,
        ...(file.size === undefined ? {} : { total: file.size }),
      });
    });
    try {
      const stored = await upload.done();
      return { etag: plainEtag(stored.ETag), version_id: stored.VersionId ?? null, size: source.count() };
    } catch (cause) {
      const failure = sender.firstFailure() ?? cause;
      const uploadId = sender.uploadId();
      if (uploadId === undefined) throw failure;
      const removed = await removeParts(call, members, uploadId);
      throw removed.isOk() || removed.error.code === "not_found" ? failure : partsLeft(failure, call, uploadId);
    }
  });

/** Not with the call's own signal, which may be what stopped the upload. */
const removeParts = (
  { session }: AwsCall,
  { Bucket, Key }: Omit<PutObjectCommandInput, "Body">,
  UploadId: string,
): ResultAsync<unknown, ToolError> =>
  s3(
    { session, signal: AbortSignal.timeout(cleanUpMs) },
    (sdk) => new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }),
  );

const partsLeft = (failure: unknown, { signal }: AwsCall, uploadId: string): ToolFailure => {
  const error = toToolError(failure, (cause) => toAwsError(cause, { service: "s3", operation: "PutObject", signal }));
  return new ToolFailure(
    toolError(error.code, error.message, {
      ...error,
      hint: "The parts sent so far could not be removed and are charged for: abort the multipart upload named in details, or let a lifecycle rule do it.",
      details: { unfinished_upload_id: uploadId },
    }),
  );
};

const partBytes = (size: number | undefined): number =>
  size === undefined ? blindPartBytes : Math.max(leastPartBytes, Math.ceil(size / maxParts / mebibyte) * mebibyte);

interface StoppableSender {
  readonly client: S3Client;
  readonly signal: AbortSignal;
  firstFailure(): unknown;
  /** Set once an upload in parts was begun. */
  uploadId(): string | undefined;
}

/**
 * The client as the uploader sees it: every request carries the signal, and the first failure stops the others. Beginning
 * an upload is not interrupted, so that its id is known and its parts can be removed.
 */
const stoppableSender = (client: S3Client, signal: AbortSignal): StoppableSender => {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let uploadId: string | undefined;
  let failure: unknown;
  const send = async (command: { constructor: { name: string } }): Promise<unknown> => {
    const begins = command.constructor.name.startsWith("CreateMultipartUpload");
    try {
      const output = await (client.send as (command: unknown, options: object) => Promise<unknown>).call(
        client,
        command,
        begins ? {} : { abortSignal: either },
      );
      if (begins) uploadId = (output as { UploadId?: string }).UploadId;
      return output;
    } catch (cause) {
      failure ??= cause;
      stop.abort();
      throw cause;
    }
  };
  return {
    client: Object.assign(Object.create(client) as S3Client, { send }),
    signal: either,
    firstFailure: () => failure,
    uploadId: () => uploadId,
  };
};
