import type { MemoryRecordSummary } from "@aws-sdk/client-bedrock-agentcore";
import type { JsonValue, Parsed, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { nextToken } from "./code-schema.ts";
import { memoryId, plainId } from "./memory-schema.ts";
import { filterExpressions, metadataFilters } from "./metadata-filter.ts";
import { agentcore } from "./service.ts";

const everything = "all";

const namespace = () =>
  z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[\w/*:-]+$/, "may hold letters, digits, - _ / : and *");

const request = () =>
  z.strictObject({
    memory_id: memoryId(),
    namespace: namespace()
      .default("/")
      .describe("Records of namespaces that begin with this, such as `/semantic/user-1`; `/` is all of them."),
    search_query: z
      .string()
      .min(1)
      .max(10_000)
      .default(everything)
      .describe("What to look for, in plain words. `all` lists the records without searching."),
    max_results: z.int().min(1).max(100).default(10).describe("Most records to return."),
    namespace_path: namespace()
      .optional()
      .describe("Instead of namespace: records of this namespace and of those below it."),
    memory_strategy_id: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[\w-]+$/, "is not a strategy's id")
      .optional()
      .describe("Only records of this strategy of the memory."),
    metadata_filters: metadataFilters(),
    next_token: nextToken(),
  });

/**
 * Searches the long-term records of an AgentCore memory by meaning, or lists them.
 *
 * @see Amazon Bedrock AgentCore Data Plane API Reference, RetrieveMemoryRecords and ListMemoryRecords
 */
export const agentcoreMemorySearch = awsTool({
  name: "agentcore_memory_search",
  title: "Search AgentCore Memory",
  description:
    "Searches what an AgentCore memory has learnt from conversations (facts, summaries, preferences) by meaning, the best first; " +
    "search_query `all` lists the records instead, without a score. Records appear a minute or so after agentcore_memory recorded what they " +
    "come from. To go on after max_results, call again with the next_token of the last answer.",
  effect: { kind: "read" },
  permissions: ["bedrock-agentcore:RetrieveMemoryRecords", "bedrock-agentcore:ListMemoryRecords"],

  input: request,

  output: () =>
    z.object({
      success: z.literal(true),
      message: z.string(),
      data: z.object({
        memories_count: z.int().min(0),
        memory_id: z.string(),
        namespace: z.string(),
        query: z.string(),
        memories: z.array(
          z.object({
            memoryRecordId: z.string(),
            content: z.object({ text: z.string() }),
            memoryStrategyId: z.string(),
            namespaces: z.array(z.string()),
            createdAt: z.string().nullable().describe("ISO 8601, UTC."),
            score: z.number().nullable().describe("Only of a search; higher is closer."),
            metadata: z.record(z.string(), z.json()),
          }),
        ),
        next_token: z.string().nullable(),
      }),
    }),

  execute: (input, call) =>
    recordsOf(input, call).map(({ memoryRecordSummaries = [], nextToken: next_token = null }) => ({
      success: true as const,
      message: `${memoryRecordSummaries.length} memory records.`,
      data: {
        memories_count: memoryRecordSummaries.length,
        memory_id: plainId(input.memory_id),
        namespace: input.namespace_path ?? input.namespace,
        query: input.search_query,
        memories: memoryRecordSummaries.map(describeRecord),
        next_token,
      },
    })),

  present: ({ message, data }) => [
    { type: "text", text: [message, ...data.memories.map(({ content }) => `- ${content.text}`)].join("\n") },
  ],
});

interface Page {
  readonly memoryRecordSummaries: MemoryRecordSummary[] | undefined;
  readonly nextToken?: string | undefined;
}

const recordsOf = (input: Parsed<ReturnType<typeof request>>, call: AwsCall): ResultAsync<Page, ToolError> => {
  const shared = {
    memoryId: plainId(input.memory_id),
    maxResults: input.max_results,
    ...(input.namespace_path === undefined ? { namespace: input.namespace } : { namespacePath: input.namespace_path }),
    ...(input.next_token === undefined ? {} : { nextToken: input.next_token }),
  };
  const narrowed = {
    ...(input.memory_strategy_id === undefined ? {} : { memoryStrategyId: input.memory_strategy_id }),
    ...filterExpressions(input.metadata_filters),
  };
  if (input.search_query.trim().toLowerCase() === everything) {
    return agentcore(call, (sdk) => new sdk.ListMemoryRecordsCommand({ ...shared, ...narrowed }));
  }
  const searchCriteria = { searchQuery: input.search_query, topK: input.max_results, ...narrowed };
  return agentcore(call, (sdk) => new sdk.RetrieveMemoryRecordsCommand({ ...shared, searchCriteria }));
};

const describeRecord = (record: MemoryRecordSummary) => ({
  memoryRecordId: record.memoryRecordId ?? "",
  content: { text: record.content?.text ?? "" },
  memoryStrategyId: record.memoryStrategyId ?? "",
  namespaces: record.namespaces ?? [],
  createdAt: record.createdAt?.toISOString() ?? null,
  score: record.score ?? null,
  metadata: Object.fromEntries(
    Object.entries(record.metadata ?? {}).map(([name, value]): [string, JsonValue] => [
      name,
      value.stringValue ?? value.stringListValue ?? value.numberValue ?? value.dateTimeValue?.toISOString() ?? null,
    ]),
  ),
});
