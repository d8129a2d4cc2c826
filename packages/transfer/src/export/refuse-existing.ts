import type { AwsCall } from "@tsunagu/aws";
import { type S3Location, s3, s3Uri } from "@tsunagu/aws/s3";
import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type ResultAsync } from "neverthrow";

/**
 * Refuses an object that exists, before the work that would make it begins. Where the caller may not look (`forbidden` without the
 * permission to list the bucket, for an object that does not exist too) the upload's own condition decides.
 *
 * @see Amazon S3 API Reference, HeadObject
 */
export const refuseExisting = (call: AwsCall, { bucket, key }: S3Location): ResultAsync<void, ToolError> =>
  s3(call, (sdk) => new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }))
    .map(() => true)
    .orElse((error) => (error.code === "not_found" || error.code === "forbidden" ? ok(false) : err(error)))
    .andThen((exists) => (exists ? err(existing({ bucket, key })) : ok(undefined)));

const existing = (location: S3Location): ToolError =>
  toolError("conflict", `${s3Uri(location)} exists and is not replaced.`, {
    hint: "Name another object, or give if_none_match: false to replace it.",
  });
