import type { TranscriptionJob } from "@aws-sdk/client-transcribe";
import { limitBytes, readAll, type ToolContext, type ToolError, toolError, toToolError } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { err, errAsync, ok, okAsync, ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import type { AwsSession } from "../session.ts";
import { maxOutputBytes, openOutput } from "./output.ts";
import { clearer, transcribe } from "./service.ts";
import { readTranscript, segment, type Transcript, toxicity, word } from "./transcript.ts";

/** What the tools say of a job. */
export const jobFacts = () => ({
  job_name: z.string(),
  status: z.string().describe("QUEUED, IN_PROGRESS, COMPLETED or FAILED."),
  failure_reason: z.string().nullable(),
  language_code: z.string().nullable().describe("As told, or as identified."),
  identified_language_score: z.number().nullable().describe("0 to 1."),
  languages: z.array(z.object({ language_code: z.string(), duration_seconds: z.number().nullable() })),
  media_uri: z.string().nullable(),
  creation_time: z.string().nullable().describe("ISO 8601, UTC."),
  completion_time: z.string().nullable().describe("ISO 8601, UTC."),
});

/** What they say of what a job heard. */
export const transcriptFacts = () => ({
  text: z.string().nullable().describe("The transcript; null until the job is completed."),
  segments: z.array(segment()).describe("By speaker, or by sentence where speakers are not told apart."),
  words: z.array(word()).describe("Empty unless include_words."),
  speaker_count: z.int().nullable(),
  redacted: z.boolean().describe("Whether personal data was replaced."),
  toxicity: z.array(toxicity()).describe("How toxic each stretch is; empty unless detect_toxicity was given."),
  subtitles: z.array(fileOutput),
});

/**
 * Looks at a job. Errors: `not_found` when there is none of that name.
 *
 * @see Amazon Transcribe API Reference, GetTranscriptionJob
 */
export const getJob = (name: string, call: AwsCall): ResultAsync<TranscriptionJob, ToolError> =>
  transcribe(call, (sdk) => new sdk.GetTranscriptionJobCommand({ TranscriptionJobName: name }))
    .map(({ TranscriptionJob }) => TranscriptionJob ?? {})
    .mapErr(clearer);

/** Deletes a job and the transcript that Transcribe keeps of it. */
export const deleteJob = (name: string, call: AwsCall): ResultAsync<unknown, ToolError> =>
  transcribe(call, (sdk) => new sdk.DeleteTranscriptionJobCommand({ TranscriptionJobName: name })).mapErr(clearer);

/** Those facts, from the service's answer. */
export const describeJob = (name: string, job: TranscriptionJob) => ({
  job_name: job.TranscriptionJobName ?? name,
  status: job.TranscriptionJobStatus ?? "UNKNOWN",
  failure_reason: job.FailureReason ?? null,
  language_code: job.LanguageCode ?? null,
  identified_language_score: job.IdentifiedLanguageScore ?? null,
  languages: (job.LanguageCodes ?? []).map(({ LanguageCode = "", DurationInSeconds }) => ({
    language_code: LanguageCode,
    duration_seconds: DurationInSeconds ?? null,
  })),
  media_uri: job.Media?.MediaFileUri ?? null,
  creation_time: job.CreationTime?.toISOString() ?? null,
  completion_time: job.CompletionTime?.toISOString() ?? null,
});

type FilesCall = AwsCall & Pick<ToolContext<AwsSession>, "files">;

/** What a completed job heard, with its subtitles handed out as files. */
export const readJob = (job: TranscriptionJob, wanted: { readonly include_words: boolean }, call: FilesCall) => {
  const redacted = job.Transcript?.RedactedTranscriptFileUri;
  const address = redacted ?? job.Transcript?.TranscriptFileUri ?? "";
  return loadTranscript(address, call).andThen((transcript) =>
    handOutSubtitles(job.Subtitles?.SubtitleFileUris ?? [], call).map((subtitles) => ({
      text: transcript.text,
      segments: transcript.segments,
      words: wanted.include_words ? transcript.words : [],
      speaker_count: transcript.speaker_count,
      redacted: redacted !== undefined,
      toxicity: transcript.toxicity,
      subtitles,
    })),
  );
};

/** What is said of a job that has no transcript (yet). */
export const nothingHeard = {
  text: null,
  segments: [],
  words: [],
  speaker_count: null,
  redacted: false,
  toxicity: [],
  subtitles: [],
};

const loadTranscript = (address: string, call: AwsCall): ResultAsync<Transcript, ToolError> =>
  openOutput(address, call)
    .andThen(({ body }) =>
      ResultAsync.fromPromise(readJson(body), (thrown) =>
        toToolError(thrown, () =>
          toolError("upstream", "The transcript broke off or is not JSON.", { retryable: true }),
        ),
      ),
    )
    .andThen((json) => {
      const transcript = readTranscript(json);
      return transcript === undefined
        ? err(toolError("upstream", "Transcribe's file is no transcript."))
        : ok(transcript);
    });

const readJson = async (body: AsyncIterable<Uint8Array>): Promise<unknown> => {
  const tooLarge = () => toolError("too_large", `The transcript is larger than ${maxOutputBytes} bytes.`);
  return JSON.parse((await readAll(limitBytes(body, maxOutputBytes, tooLarge))).toString("utf8"));
};

type Subtitle = z.output<typeof fileOutput>;

/** One after the other: a surface takes one file at a time. */
const handOutSubtitles = (
  addresses: readonly string[],
  call: FilesCall,
  done: Subtitle[] = [],
): ResultAsync<Subtitle[], ToolError> => {
  const [address, ...rest] = addresses;
  if (address === undefined) return okAsync(done);
  if (call.signal.aborted) return errAsync(toolError("aborted", "The call was stopped."));
  return openOutput(address, call)
    .andThen((file) =>
      call.files.write(file).map(({ uri, size }) => ({ uri, name: file.name, media_type: file.mediaType, size })),
    )
    .andThen((subtitle) => handOutSubtitles(rest, call, [...done, subtitle]));
};
