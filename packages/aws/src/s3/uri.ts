import { invalidField, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** Where an object is. The key is exactly as S3 has it: nothing decoded, nothing trimmed. */
export interface S3Location {
  /** A bucket's name, or an access point's ARN. */
  readonly bucket: string;
  readonly key: string;
}

const scheme = "s3://";
const accessPoint = /^(arn:[^:/]+:s3[^:/]*:[^:/]*:[^:/]*:(?:outpost[/:][^:/]+[/:])?accesspoint[/:][^/]+)\//;
const maxKeyBytes = 1024;

/**
 * Reads `s3://bucket/key`. Everything after the bucket's slash is the key: `#`, `?`, `%`, spaces and further leading
 * slashes belong to it. An access point's ARN may stand for the bucket.
 *
 * @see Amazon S3 User Guide, Naming Amazon S3 objects
 */
export const parseS3Uri = (uri: string, field = "s3_uri"): Result<S3Location, ToolError> => {
  if (!uri.startsWith(scheme)) return err(invalidField(field, "does not begin with s3://", "Write s3://bucket/key."));
  const rest = uri.slice(scheme.length);
  const bucket = accessPoint.exec(rest)?.[1] ?? rest.slice(0, rest.indexOf("/"));
  if (!rest.includes("/") || bucket === "")
    return err(invalidField(field, "has no bucket and key", "Write s3://bucket/key."));
  const key = rest.slice(bucket.length + 1);
  const problem = keyProblem(key);
  return problem === undefined ? ok({ bucket, key }) : err(invalidField(field, problem));
};

/** The `s3://` form of a location. */
export const s3Uri = ({ bucket, key }: S3Location): string => `${scheme}${bucket}/${key}`;

/** What is wrong with a key, if anything. */
export const keyProblem = (key: string): string | undefined => {
  if (key === "") return "names no object";
  return Buffer.byteLength(key) > maxKeyBytes ? `has a key of more than ${maxKeyBytes} bytes` : undefined;
};

/** The last part of a key, for use as a file name. */
export const fileNameOf = (key: string): string => key.split("/").findLast((part) => part !== "") ?? "object";
