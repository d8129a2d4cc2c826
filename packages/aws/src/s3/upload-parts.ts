import type {
  CompletedPart,
  CompleteMultipartUploadCommandOutput,
  CreateMultipartUploadCommandInput,
  PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { type InputFile, type Progress, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import { toAwsError } from "../error.ts";
import type { AwsCall } from "../service.ts";
import { orThrow } from "./or-throw.ts";
import { s3 } from "./service.ts";
import type { UploadSource } from "./upload-source.ts";

export type UploadCall = AwsCall & { report?(progress: Progress): void };

/** What is said of an object, whichever way it is sent. */
export type UploadMembers = Pick<
  PutObjectCommandInput & CreateMultipartUploadCommandInput,
  | "Bucket"
  | "Key"
  | "ContentType"
  | "CacheControl"
  | "Metadata"
  | "Tagging"
  | "ServerSideEncryption"
  | "SSEKMSKeyId"
  | "BucketKeyEnabled"
> &
  Pick<PutObjectCommandInput, "IfNoneMatch">;

/** An upload whose first part has been read, and is not the last. */
interface BegunUpload {
  readonly call: UploadCall;
  readonly members: UploadMembers;
  readonly file: InputFile;
  readonly source: UploadSource;
  readonly first: Buffer;
  /** Fires at the call's end and by `stop`. */
  readonly signal: AbortSignal;
  readonly stop: AbortController;
}

interface Part {
  readonly number: number;
  readonly body: Buffer;
}

const memoryBytes = 24 * 1024 ** 2;
const cleanUpMs = 10_000;

/** Sends a file in parts of the first one's size, several at once, and joins them. On failure the parts are removed. */
export const sendParts = async (upload: BegunUpload): Promise<CompleteMultipartUploadCommandOutput> => {
  const uploadId = await begin(upload);
  try {
    return await complete(upload, uploadId, await sendAll(upload, uploadId));
  } catch (cause) {
    const removed = await removeParts(upload, uploadId);
    throw removed.isOk() || removed.error.code === "not_found" ? cause : partsLeft(upload, uploadId, cause);
  }
};

/** Not interrupted, so that the upload's id is known and its parts can be removed. */
const begin = async ({ call, members }: BegunUpload): Promise<string> => {
  const { IfNoneMatch: _atTheEnd, ...stated } = members;
  const checksums = await orThrow(
    s3.use(call, "CreateMultipartUpload", async (client) => client.config.requestChecksumCalculation()),
  );
  const begun = await orThrow(
    s3(
      { session: call.session, signal: new AbortController().signal },
      (sdk) =>
        new sdk.CreateMultipartUploadCommand({
          ...stated,
          ...(checksums === "WHEN_SUPPORTED" ? { ChecksumAlgorithm: "CRC32" } : {}),
        }),
    ),
  );
  if (begun.UploadId === undefined) throw new ToolFailure(toolError("upstream", "S3 began an upload without an id."));
  return begun.UploadId;
};

/** A few workers, each with a buffer of its own, take turns in reading and send side by side. The first failure stops all. */
const sendAll = async (upload: BegunUpload, uploadId: string): Promise<CompletedPart[]> => {
  const { call, file, source, first, signal, stop } = upload;
  const sent: CompletedPart[] = [];
  const failures: unknown[] = [];
  let done = 0;
  let number = 1;
  let isRead = false;
  let turn: Promise<unknown> = Promise.resolve();
  const take = (buffer: Buffer): Promise<Part | undefined> => {
    const read = async (): Promise<Part | undefined> => {
      if (isRead || signal.aborted) return undefined;
      const { bytes, last } = await source.fill(buffer);
      isRead = last;
      return { number: ++number, body: buffer.subarray(0, bytes) };
    };
    const taken = turn.then(read);
    turn = Promise.allSettled([taken]);
    return taken;
  };
  const work = async (buffer: Buffer, begun?: Part): Promise<void> => {
    for (let part = begun ?? (await take(buffer)); part !== undefined; part = await take(buffer)) {
      sent.push(await sendPart(upload, uploadId, part));
      done += part.body.byteLength;
      const total = file.size === undefined ? {} : { total: file.size };
      call.report?.({ message: `Uploading ${file.name}`, done, ...total });
    }
  };
  const workers = Array.from({ length: Math.max(1, Math.floor(memoryBytes / first.byteLength)) }, (_none, index) =>
    index === 0 ? work(first, { number: 1, body: first }) : work(Buffer.allocUnsafeSlow(first.byteLength)),
  );
  const guarded = workers.map((worker) =>
    worker.catch((cause: unknown) => {
      failures.push(cause);
      stop.abort();
    }),
  );
  await Promise.all(guarded);
  if (failures.length > 0) throw failures[0];
  return sent.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
};

const sendPart = async (
  { call, members, signal }: BegunUpload,
  UploadId: string,
  part: Part,
): Promise<CompletedPart> => {
  const { Bucket, Key } = members;
  const { ETag, ChecksumCRC32 } = await orThrow(
    s3(
      { session: call.session, signal },
      (sdk) => new sdk.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: part.number, Body: part.body }),
    ),
  );
  return { ETag, PartNumber: part.number, ...(ChecksumCRC32 === undefined ? {} : { ChecksumCRC32 }) };
};

const complete = async (
  { call, members: { Bucket, Key, IfNoneMatch } }: BegunUpload,
  UploadId: string,
  Parts: CompletedPart[],
): Promise<CompleteMultipartUploadCommandOutput> =>
  orThrow(
    s3(
      call,
      (sdk) =>
        new sdk.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, IfNoneMatch, MultipartUpload: { Parts } }),
    ),
  );

/** Not with the call's own signal, which may be what stopped the upload. */
const removeParts = (
  { call, members: { Bucket, Key } }: BegunUpload,
  UploadId: string,
): ResultAsync<unknown, ToolError> =>
  s3(
    { session: call.session, signal: AbortSignal.timeout(cleanUpMs) },
    (sdk) => new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }),
  );

const partsLeft = ({ call }: BegunUpload, uploadId: string, thrown: unknown): ToolFailure => {
  const facts = { service: "s3", operation: "UploadPart", signal: call.signal };
  const error = toToolError(thrown, (cause) => toAwsError(cause, facts));
  return new ToolFailure(
    toolError(error.code, error.message, {
      ...error,
      hint: "The parts sent so far could not be removed and are charged for: abort the multipart upload named in details, or let a lifecycle rule do it.",
      details: { unfinished_upload_id: uploadId },
    }),
  );
};
