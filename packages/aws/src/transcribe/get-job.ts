import * as z from "@tsunagu/core/zod";
import { okAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { describeJob, getJob, jobFacts, nothingHeard, readJob, transcriptFacts } from "./job.ts";
import { includeWords, jobName } from "./schema.ts";

/**
 * Looks at a transcription job, and reads what it heard when it is completed.
 *
 * @see Amazon Transcribe API Reference, GetTranscriptionJob
 */
export const transcribeGetJob = awsTool({
  name: "transcribe_get_job",
  title: "Get a transcription",
  description:
    "Tells the status of an Amazon Transcribe job, and, when it is completed, its text, segments with times and speakers, and subtitles as files. " +
    "A job that failed is told as such with its reason. Jobs are started with transcribe_start_job; one that transcribe_asr could not wait for is read here too.",
  effect: { kind: "read" },
  permissions: ["transcribe:GetTranscriptionJob", "s3:GetObject"],
  deadlineMs: 10 * 60_000,

  input: () => z.strictObject({ job_name: jobName(), include_words: includeWords() }),
  output: () => z.object({ ...jobFacts(), ...transcriptFacts() }),

  execute: (input, call) =>
    getJob(input.job_name, call).andThen((job) => {
      const facts = describeJob(input.job_name, job);
      if (facts.status !== "COMPLETED") return okAsync({ ...facts, ...nothingHeard });
      return readJob(job, input, call).map((heard) => ({ ...facts, ...heard }));
    }),

  present: ({ job_name, status, failure_reason, text, subtitles }) => [
    ...subtitles.map((file) => ({ type: "file" as const, file })),
    { type: "text", text: text ?? [`${job_name}: ${status}`, failure_reason].filter(Boolean).join("\n") },
  ],
});
