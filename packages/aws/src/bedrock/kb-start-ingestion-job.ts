import { type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { okAsync, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { type PolicyChange, setDeletionPolicy } from "./deletion-policy.ts";
import { describeJob, ingestionJob } from "./ingestion-job.ts";
import { dataSourceId, knowledgeBaseId } from "./schema.ts";
import { bedrockAgent } from "./service.ts";

/**
 * Starts the syncing of a data source into its knowledge base.
 *
 * @see Agents for Amazon Bedrock API Reference, StartIngestionJob and UpdateDataSource
 */
export const bedrockKbStartIngestionJob = awsTool({
  name: "bedrock_kb_start_ingestion_job",
  title: "Start a knowledge base ingestion job",
  description:
    "Starts an ingestion job, which syncs a data source into its Amazon Bedrock knowledge base: new and changed documents are " +
    "indexed, and those that are gone from the source are removed from the index. It returns at once; " +
    "bedrock_wait_ingestion_job waits for the end, bedrock_get_ingestion_job tells the state.",
  effect: { kind: "write", idempotent: false },
  permissions: ["bedrock:StartIngestionJob", "bedrock:GetDataSource", "bedrock:UpdateDataSource"],

  input: () =>
    z.strictObject({
      knowledge_base_id: knowledgeBaseId(),
      data_source_id: dataSourceId(),
      client_token: z
        .string()
        .min(33)
        .max(256)
        .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, "is not of letters, digits and inner hyphens")
        .optional()
        .describe("A text of 33 to 256 characters; the same text again starts no second job."),
      data_deletion_policy: z
        .enum(["RETAIN", "DELETE"])
        .optional()
        .describe(
          "What happens to the indexed data when the data source is deleted. It is a setting of the data source, which is changed before the job when it differs.",
        ),
      description: z.string().min(1).max(200).optional().describe("A note on the job."),
    }),

  output: () =>
    z.object({
      knowledge_base_id: z.string(),
      data_source_id: z.string(),
      ingestion_job: ingestionJob(),
      data_deletion_policy: z.string().nullable().describe("The data source's policy now, when one was asked for."),
      previous_data_deletion_policy: z.string().nullable(),
      data_source_updated: z.boolean().describe("Whether the policy had to be changed."),
    }),

  plan: ({ knowledge_base_id, data_source_id, data_deletion_policy }) =>
    `Syncs the data source ${data_source_id} into the knowledge base ${knowledge_base_id}` +
    `${data_deletion_policy === undefined ? "" : ` and sets the data source's deletion policy to ${data_deletion_policy}`}.`,

  execute: (input, call) => {
    const { knowledge_base_id, data_source_id, data_deletion_policy: policy } = input;
    const change: ResultAsync<PolicyChange | undefined, ToolError> =
      policy === undefined ? okAsync(undefined) : setDeletionPolicy(call, input, policy);
    return change.andThen((changed) =>
      bedrockAgent(
        call,
        (sdk) =>
          new sdk.StartIngestionJobCommand({
            knowledgeBaseId: knowledge_base_id,
            dataSourceId: data_source_id,
            clientToken: input.client_token,
            description: input.description,
          }),
      )
        .map((started) => ({
          knowledge_base_id,
          data_source_id,
          ingestion_job: describeJob(started.ingestionJob),
          data_deletion_policy: changed?.policy ?? null,
          previous_data_deletion_policy: changed?.previous ?? null,
          data_source_updated: changed?.changed ?? false,
        }))
        .mapErr((error) => (changed?.changed ? onlyUpdated(error, changed) : error)),
    );
  },

  present: ({ ingestion_job: job, data_source_id, data_source_updated, data_deletion_policy }) => [
    {
      type: "text",
      text:
        `Started ingestion job ${job.ingestionJobId} of data source ${data_source_id} (status ${job.status}).` +
        `${data_source_updated ? ` The data source's deletion policy is now ${data_deletion_policy}.` : ""}`,
    },
  ],
});

/** The data source was changed, but no job was started. */
const onlyUpdated = (error: ToolError, changed: PolicyChange): ToolError =>
  toolError("partial", `The data source's deletion policy was changed, but the job did not start: ${error.message}`, {
    ...(error.origin === undefined ? {} : { origin: error.origin }),
    retryable: error.retryable,
    partial: {
      done: { data_deletion_policy: changed.policy, previous_data_deletion_policy: changed.previous },
      failed: { start: { code: error.code, message: error.message } },
      remaining: ["start"],
    },
  });
