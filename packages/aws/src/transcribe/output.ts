import { type GuardedResponse, guardedFetch, type InputFile, type ToolError, toolError } from "@tsunagu/core";
import { errAsync, type ResultAsync } from "neverthrow";
import { openObject } from "../s3/download.ts";
import { fileNameOf } from "../s3/uri.ts";
import type { AwsCall } from "../service.ts";

/** Bytes that one file of a job's output may have. */
export const maxOutputBytes = 64 * 1024 ** 2;

/**
 * Opens a file that a job made: by the signed address that Transcribe gives, or, when it lies in a bucket of the account's
 * own, from S3.
 *
 * @see Amazon Transcribe API Reference, Transcript
 */
export const openOutput = (address: string, call: AwsCall): ResultAsync<InputFile, ToolError> => {
  const url = URL.parse(address);
  if (url === null) return errAsync(toolError("upstream", "Transcribe gave no address of the file."));
  const path = decodeURIComponent(url.pathname);
  const mediaType = mediaTypes[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  if (url.searchParams.has("X-Amz-Signature")) {
    return guardedFetch(address, { signal: call.signal, maxBytes: maxOutputBytes, allowHosts: [url.host] }).map(
      ({ size, body }: GuardedResponse) => ({ name: fileNameOf(path), mediaType, size, body }),
    );
  }
  const [, bucket = "", key = ""] = /^\/([^/]+)\/(.+)$/s.exec(path) ?? [];
  return openObject(call, { bucket, key }, maxOutputBytes).map(({ head, body }) => ({
    name: fileNameOf(key),
    mediaType,
    size: head.ContentLength,
    body,
  }));
};

const mediaTypes: Readonly<Record<string, string>> = {
  json: "application/json",
  vtt: "text/vtt",
  srt: "application/x-subrip",
};
