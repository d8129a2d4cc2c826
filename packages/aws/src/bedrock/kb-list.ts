import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { csvLine } from "./csv.ts";
import { readPages } from "./pages.ts";
import { allPages, maxResults, nextToken } from "./schema.ts";
import { bedrockAgent } from "./service.ts";

/**
 * Lists the account's knowledge bases of one region.
 *
 * @see Agents for Amazon Bedrock API Reference, ListKnowledgeBases
 */
export const bedrockKbList = awsTool({
  name: "bedrock_kb_list",
  title: "List Bedrock knowledge bases",
  description:
    "Lists the Amazon Bedrock knowledge bases of the connection's account and region, with ID, name and status. " +
    "Give all_pages to read them all at once, or call again with next_token. " +
    "bedrock_get_knowledge_base tells a knowledge base's storage and configuration.",
  effect: { kind: "read" },
  permissions: ["bedrock:ListKnowledgeBases"],

  input: () => z.strictObject({ max_results: maxResults(), next_token: nextToken(), all_pages: allPages() }),

  output: () =>
    z.object({
      knowledge_bases: z.array(
        z.object({
          knowledgeBaseId: z.string(),
          name: z.string(),
          description: z.string().nullable(),
          status: z.string(),
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
          (sdk) => new sdk.ListKnowledgeBasesCommand({ maxResults: input.max_results, nextToken }),
        ).map((page) => ({ items: page.knowledgeBaseSummaries ?? [], next: page.nextToken })),
      input.next_token,
      input.all_pages,
    ).map(({ items, next }) => ({
      knowledge_bases: items.map((each) => ({
        knowledgeBaseId: each.knowledgeBaseId ?? "",
        name: each.name ?? "",
        description: each.description ?? null,
        status: each.status ?? "",
        updatedAt: each.updatedAt?.toISOString() ?? null,
      })),
      next_token: next ?? null,
    })),

  present: ({ knowledge_bases }) => [
    {
      type: "text",
      text:
        knowledge_bases.length === 0
          ? "There are no knowledge bases."
          : knowledge_bases.map((each) => csvLine(each.knowledgeBaseId, each.name, each.status)).join("\n"),
    },
  ],
});
