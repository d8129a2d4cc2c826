import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { s3Uri } from "../s3/uri.ts";
import { beginTranscription, newJobName, planOf } from "./begin.ts";
import { checkTranscription, jobName, transcriptionFields } from "./schema.ts";

/**
 * Starts a transcription job and does not wait for it.
 *
 * @see Amazon Transcribe API Reference, StartTranscriptionJob
 */
export const transcribeStartJob = awsTool({
  name: "transcribe_start_job",
  title: "Start a transcription",
  description:
    "Starts an Amazon Transcribe job on a recording and returns its name at once; read it with transcribe_get_job. A recording that is not in S3 yet is copied to " +
    "s3_bucket_name under transcribe-files/. Job and copy stay until transcribe_delete_job. To wait for the text, use transcribe_asr.",
  effect: { kind: "write", idempotent: false },
  permissions: [
    "transcribe:StartTranscriptionJob",
    "s3:PutObject",
    "s3:GetObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
  ],
  deadlineMs: 60 * 60_000,

  input: () =>
    z
      .strictObject({
        ...transcriptionFields(),
        job_name: jobName()
          .optional()
          .describe("Name of the job, unique in the account and region; by default a random one."),
      })
      .superRefine(checkTranscription),

  output: () =>
    z.object({
      job_name: z.string(),
      status: z.string(),
      media_uri: z.string().describe("Where Transcribe reads the recording."),
      uploaded_s3_uri: z.string().nullable().describe("The copy that was made, if one was."),
    }),

  plan: (input) => planOf(input),

  execute: (input, call) =>
    beginTranscription(input, input.job_name ?? newJobName(), call).map(({ name, status, media }) => ({
      job_name: name,
      status,
      media_uri: media.uri,
      uploaded_s3_uri: media.copy === null ? null : s3Uri(media.copy),
    })),

  present: ({ job_name, status }) => [{ type: "text", text: `${job_name}: ${status}` }],
});
