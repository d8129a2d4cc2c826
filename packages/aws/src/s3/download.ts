import type { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { type ByteRange, explainRange, type ReceivedRange, rangeHeader, readContentRange } from "./byte-range.ts";
import { s3 } from "./service.ts";
import { type S3Location, s3Uri } from "./uri.ts";

export interface OpenedObject {
  /** S3's answer; its length is that of the range, where one was asked for. */
  readonly head: GetObjectCommandOutput;
  /** Which bytes came; null when the whole object was asked for. */
  readonly range: ReceivedRange | null;
  /** The object's bytes. A broken connection is taken up again where it broke, as long as the object is the same. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of a body that was not read. */
  discard(): void;
}

/** An object, or a version or a range of it. */
export interface ObjectPart extends S3Location {
  readonly versionId?: string | undefined;
  readonly range?: ByteRange | undefined;
}

const maxResumptions = 5;

/**
 * Opens an object, or a range of it, for reading. Errors: `not_found`, `too_large` (before a byte is read), `forbidden`,
 * `invalid_input` for a range that is beyond the end, `unsupported` where the service sends the whole object instead, …
 *
 * @see Amazon S3 API Reference, GetObject
 */
export const openObject = (
  call: AwsCall,
  location: ObjectPart,
  maxBytes: number,
): ResultAsync<OpenedObject, ToolError> => {
  const asked = rangeHeader(location.range ?? {});
  return getFrom(call, location, asked === undefined ? {} : { Range: asked })
    .mapErr((error) => explainRange(error, s3Uri(location), location.range ?? {}))
    .andThen((head) => {
      const stream = streamOf(head);
      const discard = (): void => {
        stream.destroy();
      };
      const range = asked === undefined ? null : readContentRange(head.ContentRange);
      const refusal =
        asked !== undefined && range === null ? rangeIgnored(location) : tooLarge(location, head, maxBytes);
      if (refusal !== undefined) {
        discard();
        return errAsync(refusal);
      }
      return okAsync({ head, range, body: resuming(call, location, head, range), discard });
    });
};

const rangeIgnored = (location: ObjectPart): ToolError =>
  toolError("unsupported", `The service does not say which bytes of ${s3Uri(location)} it sends.`, {
    hint: "Read the whole object: leave out first_byte, last_byte and last_bytes.",
  });

const tooLarge = (location: ObjectPart, head: GetObjectCommandOutput, maxBytes: number): ToolError | undefined => {
  const size = head.ContentLength ?? 0;
  if (size <= maxBytes) return undefined;
  const what = head.ContentRange === undefined ? s3Uri(location) : `The range of ${s3Uri(location)}`;
  return toolError("too_large", `${what} has ${size} bytes, more than the ${maxBytes} allowed here.`, {
    details: { size, max_bytes: maxBytes },
  });
};

/** A stream that fails while nobody reads it would end the process; who reads it later meets the failure all the same. */
const streamOf = ({ Body }: GetObjectCommandOutput): Readable => (Body as Readable).on("error", () => {});

const getFrom = (
  call: AwsCall,
  { bucket, key, versionId }: ObjectPart,
  range: { readonly Range?: string; readonly IfMatch?: string },
): ResultAsync<GetObjectCommandOutput, ToolError> =>
  s3(
    call,
    (sdk) =>
      new sdk.GetObjectCommand({ Bucket: bucket, Key: key, ...(versionId ? { VersionId: versionId } : {}), ...range }),
  );

async function* resuming(
  call: AwsCall,
  location: ObjectPart,
  head: GetObjectCommandOutput,
  range: ReceivedRange | null,
): AsyncGenerator<Uint8Array, void> {
  const size = head.ContentLength ?? 0;
  const first = range?.first_byte ?? 0;
  const last = range?.last_byte ?? "";
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
    const position = first + offset;
    const same = head.ETag === undefined ? undefined : { Range: `bytes=${position}-${last}`, IfMatch: head.ETag };
    if (attempt >= maxResumptions || same === undefined)
      throw new ToolFailure(brokeOff(location, offset, size, attempt));
    const next = await getFrom(call, location, same);
    if (next.isErr()) throw new ToolFailure(next.error);
    body = streamOf(next.value);
    if (readContentRange(next.value.ContentRange)?.first_byte !== position) {
      body.destroy();
      throw new ToolFailure(brokeOff(location, offset, size, attempt));
    }
  }
}

const brokeOff = (location: ObjectPart, offset: number, size: number, attempt: number): ToolError =>
  toolError("unavailable", `${s3Uri(location)} broke off after ${offset} of ${size} bytes, ${attempt + 1} times.`);

const isBrokenConnection = (cause: unknown): boolean =>
  ["ECONNRESET", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"].includes(
    String((cause as { code?: unknown }).code),
  ) || (cause as { message?: unknown }).message === "aborted";
