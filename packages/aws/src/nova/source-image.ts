import { readAll, type ToolError, toolError, toToolError } from "@tsunagu/core";
import { ResultAsync } from "neverthrow";
import { checkFormat, type ReadImage } from "../bedrock/input-files.ts";
import { openObject } from "../s3/download.ts";
import { parseS3Uri } from "../s3/uri.ts";
import type { AwsCall } from "../service.ts";

const mostBytes = 15 * 1024 ** 2;

/** Reads a PNG or JPEG image from S3. Errors name the field: no such object, larger than 15 MiB, or of another format. */
export const sourceImage = (
  call: AwsCall,
  uri: string,
  field: string,
): ResultAsync<ReadImage<"png" | "jpeg">, ToolError> =>
  parseS3Uri(uri, field)
    .asyncAndThen((location) => openObject(call, location, mostBytes))
    .andThen(({ body, discard }) =>
      ResultAsync.fromPromise(readAll(body), (thrown) =>
        toToolError(thrown, () => toolError("unavailable", `${uri} broke off while it was read.`)),
      )
        .andTee(discard)
        .orTee(discard),
    )
    .andThen((bytes) => checkFormat(bytes, uri, { field, formats: ["png", "jpeg"] as const }));
