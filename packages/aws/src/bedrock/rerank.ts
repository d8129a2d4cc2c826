import type { Parsed, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { modelArn } from "./model-arn.ts";
import { readPages } from "./pages.ts";
import { modelId } from "./schema.ts";
import { bedrockAgentRuntime } from "./service.ts";

const mostTexts = 1000;

const input = () =>
  z.strictObject({
    query: z.string().min(1).max(32_000).describe("What the texts are compared with."),
    candidate_texts: z
      .array(z.string().min(1).max(32_000))
      .min(1)
      .max(mostTexts)
      .describe("The texts to sort, as a list; at most 1,000."),
    topk: z.int().min(1).max(mostTexts).default(5).describe("Most texts to return."),
    rerank_model_id: modelId()
      .default("amazon.rerank-v1:0")
      .describe("ID of a reranking model in the connection's region, or its ARN."),
  });

/**
 * Sorts texts by how well they fit a query.
 *
 * @see Agents for Amazon Bedrock Runtime API Reference, Rerank
 */
export const bedrockRerank = awsTool({
  name: "bedrock_rerank",
  title: "Rerank texts with Bedrock",
  description:
    "Sorts texts by how well they fit a query, with a reranking model on Amazon Bedrock, the best first, each with its score and its place " +
    "in the given list. Use it on the results of any search. Bedrock has reranking models in some regions only.",
  effect: { kind: "read" },
  permissions: ["bedrock:Rerank", "bedrock:InvokeModel"],
  input,

  output: () =>
    z.object({
      results: z.array(
        z.object({
          index: z.int().min(0).describe("Place in candidate_texts, from 0."),
          score: z.number().describe("Relevance, 0 to 1."),
          content: z.string(),
        }),
      ),
    }),

  execute: (request, call) =>
    rank(request, call).map((ranked) => ({
      results: ranked.map(({ index, score }) => ({ index, score, content: request.candidate_texts[index] ?? "" })),
    })),

  present: ({ results }) => [
    {
      type: "text",
      text: results.map(({ score, content }, place) => `${place + 1}: (${score.toFixed(4)}) ${content}`).join("\n"),
    },
  ],
});

type Request = Parsed<ReturnType<typeof input>>;

const rank = (request: Request, call: AwsCall): ResultAsync<{ index: number; score: number }[], ToolError> => {
  const numberOfResults = Math.min(request.topk, request.candidate_texts.length);
  return modelArn(call, request.rerank_model_id)
    .andThen((arn) =>
      readPages(
        (nextToken) =>
          bedrockAgentRuntime(
            call,
            (sdk) =>
              new sdk.RerankCommand({
                queries: [{ type: "TEXT", textQuery: { text: request.query } }],
                sources: request.candidate_texts.map((text) => ({
                  type: "INLINE",
                  inlineDocumentSource: { type: "TEXT", textDocument: { text } },
                })),
                rerankingConfiguration: {
                  type: "BEDROCK_RERANKING_MODEL",
                  bedrockRerankingConfiguration: { numberOfResults, modelConfiguration: { modelArn: arn } },
                },
                nextToken,
              }),
          ).map((page) => ({ items: page.results ?? [], next: page.nextToken })),
        undefined,
        true,
      ),
    )
    .map(({ items }) =>
      items
        .map(({ index = 0, relevanceScore = 0 }) => ({ index, score: relevanceScore }))
        .sort((a, b) => b.score - a.score)
        .slice(0, numberOfResults),
    );
};
