import * as z from "@tsunagu/core/zod";
import { okAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { s3Uri } from "../s3/uri.ts";
import { deleteJob, getJob } from "./job.ts";
import { copyOf, removeCopy } from "./media.ts";
import { jobName } from "./schema.ts";

/**
 * Deletes a transcription job, and the copy of the recording that these tools made for it.
 *
 * @see Amazon Transcribe API Reference, DeleteTranscriptionJob
 * @see Amazon S3 API Reference, DeleteObject
 */
export const transcribeDeleteJob = awsTool({
  name: "transcribe_delete_job",
  title: "Delete a transcription",
  description:
    "Deletes an Amazon Transcribe job with the transcript that Transcribe keeps, and the copy of the recording that transcribe_start_job or transcribe_asr made for it. " +
    "Recordings that were in S3 before, and output in a bucket of your own, stay.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["transcribe:GetTranscriptionJob", "transcribe:DeleteTranscriptionJob", "s3:DeleteObject"],

  input: () => z.strictObject({ job_name: jobName() }),
  output: () =>
    z.object({
      job_name: z.string(),
      deleted_s3_uri: z.string().nullable().describe("The copy that was deleted too, if there was one."),
    }),

  plan: ({ job_name }) => `Deletes the transcription job ${job_name} and the copy of its recording.`,

  execute: ({ job_name }, call) =>
    getJob(job_name, call).andThen((job) => {
      const copy = copyOf(job_name, job.Media?.MediaFileUri);
      const removed = copy === null ? okAsync(undefined) : removeCopy(copy, call);
      return removed
        .andThen(() => deleteJob(job_name, call))
        .map(() => ({ job_name, deleted_s3_uri: copy === null ? null : s3Uri(copy) }));
    }),

  present: ({ job_name }) => [{ type: "text", text: `Deleted ${job_name}.` }],
});
