import { toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { describeJob, ingestionJob, jobLine } from "./ingestion-job.ts";
import { pollUntilFinal } from "./poll.ts";
import { dataSourceId, ingestionJobId, knowledgeBaseId } from "./schema.ts";
import { bedrockAgent } from "./service.ts";

const finalStates: ReadonlySet<string> = new Set(["COMPLETE", "FAILED", "STOPPED"]);

/**
 * Waits for the end of an ingestion job.
 *
 * @see Agents for Amazon Bedrock API Reference, GetIngestionJob
 */
export const bedrockWaitIngestionJob = awsTool({
  name: "bedrock_wait_ingestion_job",
  title: "Wait for an ingestion job",
  description:
    "Waits until an ingestion job of an Amazon Bedrock knowledge base has ended, at most an hour. Fails when the job failed, with its " +
    "reasons; a stopped job is answered with status STOPPED. When the time is over it fails with code timeout, and can be called again.",
  effect: { kind: "read" },
  permissions: ["bedrock:GetIngestionJob"],
  deadlineMs: 60 * 60_000,

  input: () =>
    z.strictObject({
      knowledge_base_id: knowledgeBaseId(),
      data_source_id: dataSourceId(),
      ingestion_job_id: ingestionJobId(),
    }),
  output: () => z.object({ ingestion_job: ingestionJob() }),

  execute: (input, call) => {
    const details = { ...input };
    return pollUntilFinal(call.signal, {
      details,
      hint: "The job goes on: wait again, or look with bedrock_get_ingestion_job.",
      ask: () =>
        bedrockAgent(
          call,
          (sdk) =>
            new sdk.GetIngestionJobCommand({
              knowledgeBaseId: input.knowledge_base_id,
              dataSourceId: input.data_source_id,
              ingestionJobId: input.ingestion_job_id,
            }),
        ).map((answer) => describeJob(answer.ingestionJob)),
      isFinal: ({ status }) => finalStates.has(status),
      onPending: (job) => call.report({ message: jobLine(job) }),
    }).andThen((job) =>
      job.status === "FAILED"
        ? errAsync(
            toolError(
              "upstream",
              `The ingestion job failed: ${job.failureReasons.join("; ") || "no reason is given"}`,
              {
                details: { ...details, statistics: job.statistics },
              },
            ),
          )
        : okAsync({ ingestion_job: job }),
    );
  },

  present: ({ ingestion_job }) => [{ type: "text", text: jobLine(ingestion_job) }],
});
