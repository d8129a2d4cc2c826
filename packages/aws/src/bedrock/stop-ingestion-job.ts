import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { describeJob, ingestionJob, jobLine } from "./ingestion-job.ts";
import { dataSourceId, ingestionJobId, knowledgeBaseId } from "./schema.ts";
import { bedrockAgent } from "./service.ts";

/**
 * Stops an ingestion job.
 *
 * @see Agents for Amazon Bedrock API Reference, StopIngestionJob
 */
export const bedrockStopIngestionJob = awsTool({
  name: "bedrock_stop_ingestion_job",
  title: "Stop an ingestion job",
  description:
    "Stops a running ingestion job of an Amazon Bedrock knowledge base. What it has indexed so far stays in the index; " +
    "a later job syncs the rest. The job is STOPPING at first; bedrock_get_ingestion_job tells when it has STOPPED.",
  effect: { kind: "write", idempotent: true },
  permissions: ["bedrock:StopIngestionJob"],

  input: () =>
    z.strictObject({
      knowledge_base_id: knowledgeBaseId(),
      data_source_id: dataSourceId(),
      ingestion_job_id: ingestionJobId(),
    }),
  output: () => z.object({ ingestion_job: ingestionJob() }),

  plan: ({ ingestion_job_id, data_source_id }) =>
    `Stops the ingestion job ${ingestion_job_id} of the data source ${data_source_id}.`,

  execute: (input, call) =>
    bedrockAgent(
      call,
      (sdk) =>
        new sdk.StopIngestionJobCommand({
          knowledgeBaseId: input.knowledge_base_id,
          dataSourceId: input.data_source_id,
          ingestionJobId: input.ingestion_job_id,
        }),
    ).map((answer) => ({ ingestion_job: describeJob(answer.ingestionJob) })),

  present: ({ ingestion_job }) => [{ type: "text", text: jobLine(ingestion_job) }],
});
