import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { csvLine } from "./csv.ts";
import { readPages } from "./pages.ts";
import { allPages, knowledgeBaseId, maxResults, nextToken } from "./schema.ts";
import { bedrockAgent } from "./service.ts";

/**
 * Lists the data sources of a knowledge base.
 *
 * @see Agents for Amazon Bedrock API Reference, ListDataSources
 */
export const bedrockKbListDataSources = awsTool({
  name: "bedrock_kb_list_data_sources",
  title: "List data sources of a knowledge base",
  description:
    "Lists the data sources of an Amazon Bedrock knowledge base, with ID, name and status. Use it before an ingestion job. " +
    "Give all_pages to read them all at once, or call again with next_token. " +
    "bedrock_get_data_source tells what a data source connects to.",
  effect: { kind: "read" },
  permissions: ["bedrock:ListDataSources"],

  input: () =>
    z.strictObject({
      knowledge_base_id: knowledgeBaseId(),
      max_results: maxResults(),
      next_token: nextToken(),
      all_pages: allPages(),
    }),

  output: () =>
    z.object({
      knowledge_base_id: z.string(),
      data_sources: z.array(
        z.object({
          knowledgeBaseId: z.string(),
          dataSourceId: z.string(),
          name: z.string(),
          status: z.string(),
          description: z.string().nullable(),
          updatedAt: z.string().nullable().describe("ISO 8601, UTC."),
        }),
      ),
      next_token: z.string().nullable(),
    }),

  execute: (input, call) =>
    readPages(
      (nextToken) =>
        bedrockAgent(
          call,
          (sdk) =>
            new sdk.ListDataSourcesCommand({
              knowledgeBaseId: input.knowledge_base_id,
              maxResults: input.max_results,
              nextToken,
            }),
        ).map((page) => ({ items: page.dataSourceSummaries ?? [], next: page.nextToken })),
      input.next_token,
      input.all_pages,
    ).map(({ items, next }) => ({
      knowledge_base_id: input.knowledge_base_id,
      data_sources: items.map((each) => ({
        knowledgeBaseId: each.knowledgeBaseId ?? input.knowledge_base_id,
        dataSourceId: each.dataSourceId ?? "",
        name: each.name ?? "",
        status: each.status ?? "",
        description: each.description ?? null,
        updatedAt: each.updatedAt?.toISOString() ?? null,
      })),
      next_token: next ?? null,
    })),

  present: ({ knowledge_base_id, data_sources }) => [
    {
      type: "text",
      text:
        data_sources.length === 0
          ? `The knowledge base ${knowledge_base_id} has no data sources.`
          : data_sources.map((each) => csvLine(each.dataSourceId, each.name, each.status)).join("\n"),
    },
  ],
});
