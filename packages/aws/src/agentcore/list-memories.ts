import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { nextToken } from "./code-schema.ts";
import { agentcoreControl } from "./service.ts";

/**
 * Lists one page of the memories of an account in one region.
 *
 * @see Amazon Bedrock AgentCore Control Plane API Reference, ListMemories
 */
export const agentcoreListMemories = awsTool({
  name: "agentcore_list_memories",
  title: "List AgentCore memories",
  description:
    "Lists the AgentCore memories of the connection's region with their ids, for agentcore_memory and agentcore_memory_search. " +
    "To go on after max_results, call again with the next_token of the last answer.",
  effect: { kind: "read" },
  permissions: ["bedrock-agentcore:ListMemories"],

  input: () =>
    z.strictObject({
      max_results: z.int().min(1).max(100).default(50).describe("Most memories to return."),
      next_token: nextToken(),
    }),

  output: () =>
    z.object({
      memory_count: z.int().min(0),
      memories: z.array(
        z.object({
          memory_id: z.string(),
          memory_arn: z.string().nullable(),
          status: z.string(),
          created_at: z.string().nullable().describe("ISO 8601, UTC."),
          updated_at: z.string().nullable().describe("ISO 8601, UTC."),
        }),
      ),
      next_token: z.string().nullable(),
    }),

  execute: (input, call) =>
    agentcoreControl(
      call,
      (sdk) =>
        new sdk.ListMemoriesCommand({
          maxResults: input.max_results,
          ...(input.next_token === undefined ? {} : { nextToken: input.next_token }),
        }),
    ).map(({ memories = [], nextToken: next_token = null }) => ({
      memory_count: memories.length,
      memories: memories.map(({ id, arn, status, createdAt, updatedAt }) => ({
        memory_id: id ?? "",
        memory_arn: arn ?? null,
        status: status ?? "UNKNOWN",
        created_at: createdAt?.toISOString() ?? null,
        updated_at: updatedAt?.toISOString() ?? null,
      })),
      next_token,
    })),

  present: ({ memories }) => [
    {
      type: "text",
      text: [
        `${memories.length} memories`,
        ...memories.map(({ memory_id, status }) => `${memory_id} (${status})`),
      ].join("\n"),
    },
  ],
});
