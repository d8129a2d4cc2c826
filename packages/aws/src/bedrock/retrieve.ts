import type {
  KnowledgeBaseRetrievalResult,
  KnowledgeBaseVectorSearchConfiguration,
  ManagedSearchConfiguration,
  RetrievalFilter,
  RetrieveCommandInput,
} from "@aws-sdk/client-bedrock-agent-runtime";
import type { Parsed, ToolContext, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { ok, okAsync, type Result, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { difyItem, difyItemOf } from "./dify-item.ts";
import { inOrder } from "./in-order.ts";
import { modelArn } from "./model-arn.ts";
import { filterNotes, retrievalFilter } from "./retrieval-filter.ts";
import { contentText } from "./retrieval-result.ts";
import { checkGuardrail, knowledgeBaseIdOrArn, modelId, nextToken, optionalGuardrail } from "./schema.ts";
import { bedrockAgentRuntime } from "./service.ts";

/** The API's own limit on how many results are searched, before reranking as well as after. */
const mostResults = 100;
/** How many results a reranker gets to choose from, for each that is asked for. */
const candidatesEach = 5;

const input = () =>
  z
    .strictObject({
      knowledge_base_id: knowledgeBaseIdOrArn(),
      query: z.string().min(1).max(20_000).describe("What to search for, in natural language."),
      topk: z.int().min(1).max(mostResults).default(5).describe("Most results to return."),
      search_type: z
        .enum(["SEMANTIC", "HYBRID"])
        .default("SEMANTIC")
        .describe("SEMANTIC searches by meaning; HYBRID also by words, where the vector store can."),
      rerank_model_id: z
        .enum(["default", "cohere.rerank-v3-5:0", "amazon.rerank-v1:0"])
        .default("default")
        .describe("Model that sorts the results anew, used in the connection's region; default: no reranking."),
      metadata_filter: z.record(z.string(), z.json()).optional().describe(`Which documents to search. ${filterNotes}`),
      result_type: z
        .enum(["text", "json"])
        .default("text")
        .describe("Whether the results are also put as text to read (text), or only as data (json)."),
      score_threshold: z.number().min(0).optional().describe("Leave out results with a lower score."),
      knowledge_base_type: z
        .enum(["vector", "managed"])
        .default("vector")
        .describe("managed for a knowledge base whose storage Bedrock manages; search_type then does not count."),
      implicit_filter: z
        .strictObject({
          model_id: modelId().describe("Model that derives a filter from the query."),
          attributes: z
            .array(
              z.strictObject({
                key: z.string().min(1).max(256),
                type: z.enum(["STRING", "NUMBER", "BOOLEAN", "STRING_LIST"]),
                description: z.string().min(1).max(1024),
              }),
            )
            .min(1)
            .max(25)
            .describe("The metadata attributes that it may filter by."),
        })
        .optional()
        .describe("Let a model derive a metadata filter from the query. Vector knowledge bases only."),
      user_id: z.string().min(1).max(1024).optional().describe("User whose access rights the search respects."),
      ...optionalGuardrail(),
      next_token: nextToken(),
    })
    .superRefine(checkGuardrail);

/**
 * Searches a knowledge base; results in the item format of Dify's knowledge retrieval.
 *
 * @see Agents for Amazon Bedrock Runtime API Reference, Retrieve
 */
export const bedrockRetrieve = awsTool({
  name: "bedrock_retrieve",
  title: "Search a Bedrock knowledge base",
  description:
    "Searches an Amazon Bedrock knowledge base and returns the passages that fit the query best, with score and source. " +
    "Works with documents of any connector (S3, web, Confluence, SharePoint, SQL and others). " +
    "For an answer in sentences use bedrock_retrieve_and_generate; to find the knowledge base's ID, bedrock_kb_list.",
  effect: { kind: "read" },
  permissions: ["bedrock:Retrieve", "bedrock:Rerank", "bedrock:InvokeModel", "bedrock:ApplyGuardrail"],
  input,

  output: () =>
    z.object({
      result_type: z.enum(["text", "json"]),
      results: z.array(difyItem()),
      skipped_count: z.int().min(0).describe("Results without content, or with a score below score_threshold."),
      guardrail_action: z.string().nullable().describe("INTERVENED when a guardrail blocked or masked something."),
      next_token: z.string().nullable(),
    }),

  execute: (request, call) =>
    searchOf(request, call)
      .andThen((search) => bedrockAgentRuntime(call, (sdk) => new sdk.RetrieveCommand(search)))
      .andThen((answer) => {
        const found = (answer.retrievalResults ?? []).slice(0, request.topk);
        const kept = found.filter((result) => isShown(result, request.score_threshold));
        return itemsOf(kept, request.knowledge_base_id, call).map((results) => ({
          result_type: request.result_type,
          results,
          skipped_count: found.length - kept.length,
          guardrail_action: answer.guardrailAction ?? null,
          next_token: answer.nextToken ?? null,
        }));
      }),

  present: ({ result_type, results }) => {
    if (result_type === "json") return [];
    const passages = results.map(({ content, metadata }) =>
      [
        `${metadata.position}: ${content}`,
        ...(metadata.source_uri === null ? [] : [`   (${metadata.source_uri})`]),
      ].join("\n"),
    );
    return [{ type: "text", text: passages.length === 0 ? "Nothing was found." : passages.join("\n") }];
  },
});

type Request = Parsed<ReturnType<typeof input>>;
type Item = Parsed<ReturnType<typeof difyItem>>;
type Call = AwsCall & Pick<ToolContext, "files">;

const searchOf = (request: Request, call: AwsCall): ResultAsync<RetrieveCommandInput, ToolError> =>
  optionsOf(request, call).map((options) => ({
    knowledgeBaseId: request.knowledge_base_id,
    retrievalQuery: { text: request.query },
    retrievalConfiguration:
      request.knowledge_base_type === "managed"
        ? { managedSearchConfiguration: options.managed }
        : { vectorSearchConfiguration: options.vector },
    nextToken: request.next_token,
    ...(request.user_id === undefined ? {} : { userContext: { userId: request.user_id } }),
    ...(request.guardrail_id === undefined
      ? {}
      : {
          guardrailConfiguration: { guardrailId: request.guardrail_id, guardrailVersion: request.guardrail_version },
        }),
  }));

interface SearchOptions {
  readonly vector: KnowledgeBaseVectorSearchConfiguration;
  readonly managed: ManagedSearchConfiguration;
}

const optionsOf = (request: Request, call: AwsCall): ResultAsync<SearchOptions, ToolError> =>
  filterOf(request).asyncAndThen((filter) =>
    modelsOf(request, call).map(({ reranker, deriver }) => {
      const shared = {
        numberOfResults: reranker === undefined ? request.topk : Math.min(request.topk * candidatesEach, mostResults),
        filter,
        ...(reranker === undefined ? {} : { rerankingConfiguration: reranking(reranker, request.topk) }),
      };
      const metadataAttributes = request.implicit_filter?.attributes;
      return {
        managed: { ...shared, ...(reranker === undefined ? {} : { rerankingModelType: "CUSTOM" }) },
        vector: {
          ...shared,
          overrideSearchType: request.search_type,
          ...(deriver === undefined ? {} : { implicitFilterConfiguration: { modelArn: deriver, metadataAttributes } }),
        },
      };
    }),
  );

const filterOf = ({ metadata_filter: filter }: Request): Result<RetrievalFilter | undefined, ToolError> =>
  filter === undefined ? ok(undefined) : retrievalFilter(filter, "metadata_filter");

interface Models {
  readonly reranker: string | undefined;
  /** The model that derives a filter. */
  readonly deriver: string | undefined;
}

const modelsOf = (request: Request, call: AwsCall): ResultAsync<Models, ToolError> => {
  const arnOf = (model: string | undefined): ResultAsync<string | undefined, ToolError> =>
    model === undefined ? okAsync(undefined) : modelArn(call, model);
  const reranker = request.rerank_model_id === "default" ? undefined : request.rerank_model_id;
  return arnOf(reranker).andThen((rerankArn) =>
    arnOf(request.implicit_filter?.model_id).map((deriver) => ({ reranker: rerankArn, deriver })),
  );
};

const reranking = (arn: string, results: number) => ({
  type: "BEDROCK_RERANKING_MODEL" as const,
  bedrockRerankingConfiguration: { numberOfRerankedResults: results, modelConfiguration: { modelArn: arn } },
});

/** The results in Dify's format; pictures are handed out as files, one after the other. */
const itemsOf = (
  results: readonly KnowledgeBaseRetrievalResult[],
  knowledgeBaseId: string,
  call: Call,
): ResultAsync<Item[], ToolError> =>
  inOrder(results, (result, index) =>
    imageOf(result, call).map((image) => ({ ...difyItemOf(result, knowledgeBaseId, index + 1), image })),
  );

/** Bedrock gives a picture as a `data:` address. */
const imageOf = (result: KnowledgeBaseRetrievalResult, call: Call): ResultAsync<Item["image"], ToolError> => {
  const data = result.content?.byteContent ?? "";
  if (!data.startsWith("data:")) return okAsync(null);
  return call.files
    .read({ uri: data })
    .andThen((file) =>
      call.files.write(file).map(({ uri, size }) => ({ uri, name: file.name, media_type: file.mediaType, size })),
    );
};

/** A result without text is shown when it is something else than text: its source can still be read. */
const isShown = (result: KnowledgeBaseRetrievalResult, threshold: number | undefined): boolean => {
  if (threshold !== undefined && result.score !== undefined && result.score < threshold) return false;
  const type = result.content?.type ?? "TEXT";
  return type !== "TEXT" || contentText(result.content) !== "";
};
