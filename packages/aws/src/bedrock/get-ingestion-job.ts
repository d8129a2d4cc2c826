import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { describeJob, ingestionJob, jobLine } from "./ingestion-job.ts";
import { dataSourceId, ingestionJobId, knowledgeBaseId } from "./schema.ts";
import { bedrockAgent } from "./service.ts";

/**
 * Tells the state of an ingestion job.
 *
 * @see Agents for Amazon Bedrock API Reference, GetIngestionJob
 */
export const bedrockGetIngestionJob = awsTool({
  name: "bedrock_get_ingestion_job",
  title: "Get an ingestion job's state",
  description:
    "Tells the state of an ingestion job of an Amazon Bedrock knowledge base: status, how many documents were scanned, indexed, " +
    "deleted or failed, and why it failed. To wait for its end use bedrock_wait_ingestion_job.",
  effect: { kind: "read" },
  permissions: ["bedrock:GetIngestionJob"],

  input: () =>
    z.strictObject({
      knowledge_base_id: knowledgeBaseId(),
      data_source_id: dataSourceId(),
      ingestion_job_id: ingestionJobId(),
    }),
  output: () => z.object({ ingestion_job: ingestionJob() }),

  execute: (input, call) =>
    bedrockAgent(
      call,
      (sdk) =>
        new sdk.GetIngestionJobCommand({
          knowledgeBaseId: input.knowledge_base_id,
          dataSourceId: input.data_source_id,
          ingestionJobId: input.ingestion_job_id,
        }),
    ).map((answer) => ({ ingestion_job: describeJob(answer.ingestionJob) })),

  present: ({ ingestion_job }) => [{ type: "text", text: jobLine(ingestion_job) }],
});
