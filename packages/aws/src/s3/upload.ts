import { type InputFile, type ToolError, toolError } from "@tsunagu/core";
import { errAsync, type ResultAsync } from "neverthrow";
import { orThrow } from "./or-throw.ts";
import { plainEtag } from "./schema.ts";
import { s3 } from "./service.ts";
import { sendParts, type UploadCall, type UploadMembers } from "./upload-parts.ts";
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
/** For bodies of unknown size: 120 GB at most. */
const blindPartBytes = 12 * mebibyte;
const maxObjectBytes = 5 * 1024 ** 4;

/**
 * Streams a file to one object, in parts when it is large. 24 MiB of it are in memory at a time, or one part where that is
 * more (of a file beyond 240 GB). When it fails or is stopped, the parts are removed and nothing is stored.
 *
 * @see Amazon S3 User Guide, Uploading and copying objects using multipart upload
 */
export const uploadObject = (
  call: UploadCall,
  members: UploadMembers,
  file: InputFile,
): ResultAsync<StoredObject, ToolError> => {
  if ((file.size ?? 0) > maxObjectBytes) {
    return errAsync(toolError("too_large", `${file.name} is larger than an S3 object can be.`));
  }
  return s3.use(call, "PutObject", async () => {
    const stop = new AbortController();
    const signal = AbortSignal.any([call.signal, stop.signal]);
    const source = uploadSource(file, signal);
    try {
      const partSize = partBytes(file.size);
      const buffer = Buffer.allocUnsafeSlow(Math.min(partSize, file.size ?? partSize));
      const { bytes, last } = await source.fill(buffer);
      const first = buffer.subarray(0, bytes);
      const stored = last
        ? await sendWhole(call, members, first)
        : await sendParts({ call, members, file, source, first, stop, signal });
      return { etag: plainEtag(stored.ETag), version_id: stored.VersionId ?? null, size: source.count() };
    } finally {
      source.close();
    }
  });
};

const partBytes = (size: number | undefined): number =>
  size === undefined ? blindPartBytes : Math.max(leastPartBytes, Math.ceil(size / maxParts / mebibyte) * mebibyte);

const sendWhole = async (call: UploadCall, members: UploadMembers, Body: Buffer) =>
  orThrow(s3(call, (sdk) => new sdk.PutObjectCommand({ ...members, Body })));
