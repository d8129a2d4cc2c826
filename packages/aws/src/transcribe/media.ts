import type { Progress, ToolContext, ToolError } from "@tsunagu/core";
import { okAsync, type ResultAsync } from "neverthrow";
import { s3 } from "../s3/service.ts";
import { uploadObject } from "../s3/upload.ts";
import { parseS3Uri, type S3Location, s3Uri } from "../s3/uri.ts";
import type { AwsCall } from "../service.ts";
import type { AwsSession } from "../session.ts";
import type { TranscriptionRequest } from "./schema.ts";

export interface Media {
  /** `s3://` address that Transcribe reads from. */
  readonly uri: string;
  /** The copy that was made for this job; null when the recording was in S3 already. */
  readonly copy: S3Location | null;
}

type MediaCall = Pick<ToolContext<AwsSession>, "session" | "signal" | "files"> & { report(progress: Progress): void };

/**
 * Where Transcribe finds the recording: in S3 already, or copied there under a key of this job's own. Addresses that are not
 * public are refused; nothing is copied then.
 */
export const placeMedia = (
  request: TranscriptionRequest,
  job: string,
  call: MediaCall,
): ResultAsync<Media, ToolError> => {
  const { file_url = "", input_file, s3_bucket_name = "" } = request;
  if (file_url.startsWith("s3://")) {
    return parseS3Uri(file_url, "file_url").asyncAndThen(() => okAsync({ uri: file_url, copy: null }));
  }
  return call.files.read(input_file ?? { uri: file_url }).andThen((file) => {
    const copy = { bucket: s3_bucket_name, key: `${copyPrefix(job)}${plainName(file.name)}` };
    const members = { Bucket: copy.bucket, Key: copy.key, ContentType: file.mediaType };
    return uploadObject(call, members, file).map(() => ({ uri: s3Uri(copy), copy }));
  });
};

/** The copy that a job's recording is, if these tools made it. */
export const copyOf = (job: string, mediaUri: string | undefined): S3Location | null =>
  parseS3Uri(mediaUri ?? "").match(
    (location) => (location.key.startsWith(copyPrefix(job)) ? location : null),
    () => null,
  );

/** Removes a copy. One that is gone already counts as removed. */
export const removeCopy = ({ bucket, key }: S3Location, call: AwsCall): ResultAsync<unknown, ToolError> =>
  s3(call, (sdk) => new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }));

/** A prefix for each job, so that recordings of one name do not replace each other. */
const copyPrefix = (job: string): string => `transcribe-files/${job}/`;

const plainName = (name: string): string => name.replaceAll(/[^\w.-]+/g, "-").slice(-200);
