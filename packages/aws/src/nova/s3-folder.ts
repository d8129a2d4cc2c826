import { invalidField, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** A place under which objects are stored. The prefix is empty or ends with one slash. */
export interface S3Folder {
  readonly bucket: string;
  readonly prefix: string;
}

/** How a folder is written: a bucket, and what keys begin with. */
export const folderPattern = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/;

/** Reads `s3://bucket/prefix`, with or without a slash at its end. */
export const parseS3Folder = (uri: string, field: string): Result<S3Folder, ToolError> => {
  if (!folderPattern.test(uri)) return err(invalidField(field, "is not an S3 folder", "Write s3://bucket/prefix."));
  const [, bucket = "", path = ""] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  const trimmed = path.replace(/\/+$/, "");
  return ok({ bucket, prefix: trimmed === "" ? "" : `${trimmed}/` });
};
