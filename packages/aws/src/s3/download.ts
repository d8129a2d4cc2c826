import type { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { s3 } from "./service.ts";
import { type S3Location, s3Uri } from "./uri.ts";

export interface OpenedObject {
  readonly head: GetObjectCommandOutput;
  /** The object's bytes. A broken connection is taken up again where it broke, as long as the object is the same. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of a body that was not read. */
  discard(): void;
}

const maxResumptions = 5;

/**
 * Opens an object for reading. Errors: `not_found`, `too_large` (before a byte is read), `forbidden`, …
 *
 * @see Amazon S3 API Reference, GetObject
 */
export const openObject = (
  call: AwsCall,
  location: S3Location & { readonly versionId?: string | undefined },
  maxBytes: number,
): ResultAsync<OpenedObject, ToolError> =>
  getFrom(call, location, {}).andThen((head) => {
    const size = head.ContentLength ?? 0;
    const stream = streamOf(head);
    const discard = (): void => {
      stream.destroy();
    };
    if (size > maxBytes) {
      discard();
      return errAsync(
        toolError("too_large", `${s3Uri(location)} has ${size} bytes, more than the ${maxBytes} allowed here.`, {
          details: { size, max_bytes: maxBytes },
        }),
      );
    }
    return okAsync({ head, body: resuming(call, location, head), discard });
  });

/** A stream that fails while nobody reads it would end the process; who reads it later meets the failure all the same. */
const streamOf = ({ Body }: GetObjectCommandOutput): Readable => (Body as Readable).on("error", () => {});

const getFrom = (
  call: AwsCall,
  { bucket, key, versionId }: S3Location & { readonly versionId?: string | undefined },
  range: { readonly Range?: string; readonly IfMatch?: string },
): ResultAsync<GetObjectCommandOutput, ToolError> =>
  s3(
    call,
    (sdk) =>
      new sdk.GetObjectCommand({ Bucket: bucket, Key: key, ...(versionId ? { VersionId: versionId } : {}), ...range }),
  );

async function* resuming(
  call: AwsCall,
  location: S3Location & { readonly versionId?: string | undefined },
  head: GetObjectCommandOutput,
): AsyncGenerator<Uint8Array, void> {
  const size = head.ContentLength ?? 0;
  let body = streamOf(head);
  let offset = 0;
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const chunk of body) {
        offset += chunk.byteLength;
        yield chunk;
      }
      if (offset >= size) return;
    } catch (cause) {
      call.signal.throwIfAborted();
      if (!isBrokenConnection(cause)) throw cause;
    }
    const same = head.ETag === undefined ? undefined : { Range: `bytes=${offset}-`, IfMatch: head.ETag };
    if (attempt >= maxResumptions || same === undefined) {
      throw new ToolFailure(
        toolError(
          "unavailable",
          `${s3Uri(location)} broke off after ${offset} of ${size} bytes, ${attempt + 1} times.`,
        ),
      );
    }
    const next = await getFrom(call, location, same);
    if (next.isErr()) throw new ToolFailure(next.error);
    body = streamOf(next.value);
  }
}

const isBrokenConnection = (cause: unknown): boolean =>
  ["ECONNRESET", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"].includes(
    String((cause as { code?: unknown }).code),
  ) || (cause as { message?: unknown }).message === "aborted";
