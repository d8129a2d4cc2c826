import type { TranscriptionJob } from "@aws-sdk/client-transcribe";
import { type Parsed, type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync, ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { pollUntil } from "../poll.ts";
import { s3Uri } from "../s3/uri.ts";
import type { AwsSession } from "../session.ts";
import { type BegunTranscription, beginTranscription, newJobName, planOf } from "./begin.ts";
import { deleteJob, describeJob, getJob, jobFacts, readJob, transcriptFacts } from "./job.ts";
import { removeCopy } from "./media.ts";
import { checkTranscription, includeWords, transcriptionFields } from "./schema.ts";

const input = () =>
  z
    .strictObject({
      ...transcriptionFields(),
      include_words: includeWords(),
      keep_job: z
        .boolean()
        .default(false)
        .describe("Keep the job and the copy of the recording, which are otherwise deleted when the job has ended."),
    })
    .superRefine(checkTranscription);

/**
 * Turns a recording into text and waits for it. When the job has ended, the copy of the recording and the job are deleted;
 * when the wait ends before, both stay, and the error names them.
 *
 * @see Amazon Transcribe API Reference, StartTranscriptionJob, GetTranscriptionJob, DeleteTranscriptionJob
 */
export const transcribeAsr = awsTool({
  name: "transcribe_asr",
  title: "Turn speech into text",
  description:
    "Turns a recording (https address, s3:// address or file) into text with Amazon Transcribe, with speakers and times, and waits for it. " +
    "Job and copy are deleted at the end unless keep_job is true. When the time ends first (code timeout), the job goes on: " +
    "details.job_name is what transcribe_get_job takes, and transcribe_delete_job tidies up. For hosts that cannot wait, use transcribe_start_job.",
  effect: { kind: "write", idempotent: false },
  permissions: [
    "transcribe:StartTranscriptionJob",
    "transcribe:GetTranscriptionJob",
    "transcribe:DeleteTranscriptionJob",
    "s3:PutObject",
    "s3:GetObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
  ],
  deadlineMs: 60 * 60_000,
  input,

  output: () =>
    z.object({
      ...jobFacts(),
      ...transcriptFacts(),
      kept: z.array(z.string()).describe("What is still there: the job's name, the copy's s3:// address."),
    }),

  plan: (request) => planOf(request),

  execute: (request, call) =>
    beginTranscription(request, newJobName(), call).andThen((begun) =>
      untilEnded(begun, call).andThen((job) =>
        job.TranscriptionJobStatus === "COMPLETED"
          ? readJob(job, request, call)
              .mapErr((error) => named(error, begun))
              .andThen((heard) =>
                tidyUp(begun, request, call).map((kept) => ({ ...describeJob(begun.name, job), ...heard, kept })),
              )
          : tidyUp(begun, request, call).andThen((kept) => errAsync(failed(job, begun, kept))),
      ),
    ),

  present: ({ text, subtitles }) => [
    ...subtitles.map((file) => ({ type: "file" as const, file })),
    { type: "text", text: text ?? "" },
  ],
});

type Request = Parsed<ReturnType<typeof input>>;
type Call = ToolContext<AwsSession>;

const untilEnded = (begun: BegunTranscription, call: Call): ResultAsync<TranscriptionJob, ToolError> =>
  pollUntil(call, {
    ask: () => getJob(begun.name, call),
    isDone: ({ TranscriptionJobStatus: status }) => status === "COMPLETED" || status === "FAILED",
    describe: ({ TranscriptionJobStatus: status }) => `Transcription ${begun.name}: ${status}`,
    details: leftBehind(begun),
  });

const leftBehind = ({ name, media }: BegunTranscription) => ({
  job_name: name,
  uploaded_s3_uri: media.copy === null ? null : s3Uri(media.copy),
});

const named = (error: ToolError, begun: BegunTranscription): ToolError =>
  toolError(error.code, error.message, {
    ...error,
    hint: error.hint ?? "The job is completed: read it with transcribe_get_job.",
    details: { ...leftBehind(begun), ...error.details },
  });

/** Deletes the copy and the job; answers with what is left of them. That something is left does not lose the text. */
const tidyUp = (begun: BegunTranscription, { keep_job }: Request, call: Call): ResultAsync<string[], never> => {
  const { name, media } = begun;
  const copy = media.copy === null ? [] : [s3Uri(media.copy)];
  if (keep_job) return okAsync([name, ...copy]);
  const jobLeft = deleteJob(name, call)
    .map(() => [] as string[])
    .orElse(() => okAsync([name]));
  const copyLeft =
    media.copy === null
      ? okAsync<string[], never>([])
      : removeCopy(media.copy, call)
          .map(() => [] as string[])
          .orElse(() => okAsync(copy));
  return ResultAsync.combine([jobLeft, copyLeft]).map((left) => left.flat());
};

const failed = (job: TranscriptionJob, { name }: BegunTranscription, kept: readonly string[]): ToolError =>
  toolError("upstream", `The transcription failed: ${job.FailureReason ?? "Transcribe gives no reason."}`, {
    details: { job_name: name, failure_reason: job.FailureReason ?? null, kept: [...kept] },
    origin: { service: "transcribe", operation: "GetTranscriptionJob", code: "FAILED" },
  });
