import { randomUUID } from "node:crypto";
import { type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { s3Uri } from "../s3/uri.ts";
import type { AwsSession } from "../session.ts";
import { type Media, placeMedia, removeCopy } from "./media.ts";
import type { TranscriptionRequest } from "./schema.ts";
import { startJob } from "./start.ts";

export interface BegunTranscription {
  readonly name: string;
  readonly status: string;
  readonly media: Media;
}

const ownPrefix = "tsunagu-";

/** A name that no other job has. */
export const newJobName = (): string => `${ownPrefix}${randomUUID()}`;

/** One sentence that says what is copied and started. */
export const planOf = ({ file_url, input_file, s3_bucket_name }: TranscriptionRequest): string => {
  const recording = file_url?.startsWith("s3://") ? file_url : (input_file?.name ?? "a recording");
  const copies = file_url?.startsWith("s3://") ? "" : `Copies ${recording} to bucket ${s3_bucket_name} and `;
  return copies === "" ? `Starts a transcription of ${recording}.` : `${copies}starts a transcription of it.`;
};

/** Places the recording and starts the job. When the job cannot be started, the copy is removed again. */
export const beginTranscription = (
  request: TranscriptionRequest,
  name: string,
  call: ToolContext<AwsSession>,
): ResultAsync<BegunTranscription, ToolError> =>
  placeMedia(request, name, call).andThen((media) =>
    startJob(call, name, media.uri, request)
      .orElse((error) => (isStartedAlready(name, error) ? okAsync("QUEUED") : withoutCopy(media, error, call)))
      .map((status) => ({ name, status, media })),
  );

/** The SDK asks again when an answer is lost. A name made here that is taken then is this very job's. */
const isStartedAlready = (name: string, { origin }: ToolError): boolean =>
  name.startsWith(ownPrefix) && origin?.code === "ConflictException";

const cleanUpMs = 3_000;

/** Not with the call's own signal, which may be what stopped it. */
const withoutCopy = (
  { copy }: Media,
  error: ToolError,
  { session }: ToolContext<AwsSession>,
): ResultAsync<never, ToolError> => {
  if (copy === null) return errAsync(error);
  return removeCopy(copy, { session, signal: AbortSignal.timeout(cleanUpMs) })
    .mapErr(() => toolError(error.code, error.message, { ...error, details: { uploaded_s3_uri: s3Uri(copy) } }))
    .andThen(() => errAsync(error));
};
