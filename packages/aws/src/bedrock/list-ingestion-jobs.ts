import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { describeJob, ingestionJob, jobLine } from "./ingestion-job.ts";
import { readPages } from "./pages.ts";
import { allPages, dataSourceId, knowledgeBaseId, maxResults, nextToken } from "./schema.ts";
import { bedrockAgent } from "./service.ts";

/**
 * Lists the ingestion jobs of a data source.
 *
 * @see Agents for Amazon Bedrock API Reference, ListIngestionJobs
 */
export const bedrockListIngestionJobs = awsTool({
  name: "bedrock_list_ingestion_jobs",
  title: "List ingestion jobs",
  description:
    "Lists the ingestion jobs of a data source of an Amazon Bedrock knowledge base, the latest first, with status and counts. " +
    "Give status to see only jobs in that state. Why a job failed is told by bedrock_get_ingestion_job.",
  effect: { kind: "read" },
  permissions: ["bedrock:ListIngestionJobs"],

  input: () =>
    z.strictObject({
      knowledge_base_id: knowledgeBaseId(),
      data_source_id: dataSourceId(),
      status: z
        .array(z.enum(["STARTING", "IN_PROGRESS", "COMPLETE", "FAILED", "STOPPING", "STOPPED"]))
        .min(1)
        .max(6)
        .optional()
        .describe("Only jobs in one of these states."),
      sort_by: z.enum(["STARTED_AT", "STATUS"]).default("STARTED_AT").describe("What the jobs are sorted by."),
      sort_order: z
        .enum(["DESCENDING", "ASCENDING"])
        .default("DESCENDING")
        .describe("Latest or last first, or the reverse."),
      max_results: maxResults(),
      next_token: nextToken(),
      all_pages: allPages(),
    }),

  output: () => z.object({ ingestion_jobs: z.array(ingestionJob()), next_token: z.string().nullable() }),

  execute: (input, call) =>
    readPages(
      (nextToken) =>
        bedrockAgent(
          call,
          (sdk) =>
            new sdk.ListIngestionJobsCommand({
              knowledgeBaseId: input.knowledge_base_id,
              dataSourceId: input.data_source_id,
              sortBy: { attribute: input.sort_by, order: input.sort_order },
              maxResults: input.max_results,
              nextToken,
              ...(input.status === undefined
                ? {}
                : { filters: [{ attribute: "STATUS", operator: "EQ", values: input.status }] }),
            }),
        ).map((page) => ({ items: page.ingestionJobSummaries ?? [], next: page.nextToken })),
      input.next_token,
      input.all_pages,
    ).map(({ items, next }) => ({ ingestion_jobs: items.map(describeJob), next_token: next ?? null })),

  present: ({ ingestion_jobs }) => [
    {
      type: "text",
      text: ingestion_jobs.length === 0 ? "There are no such jobs." : ingestion_jobs.map(jobLine).join("\n"),
    },
  ],
});
