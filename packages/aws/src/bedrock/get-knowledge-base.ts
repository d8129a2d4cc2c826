import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { toJsonObject } from "./json.ts";
import { knowledgeBaseId } from "./schema.ts";
import { bedrockAgent } from "./service.ts";

/**
 * Tells what a knowledge base is made of.
 *
 * @see Agents for Amazon Bedrock API Reference, GetKnowledgeBase
 */
export const bedrockGetKnowledgeBase = awsTool({
  name: "bedrock_get_knowledge_base",
  title: "Get a knowledge base's details",
  description:
    "Tells the details of an Amazon Bedrock knowledge base: status, kind, embedding model, vector store, service role, times, and " +
    "why it failed. bedrock_kb_list finds its ID, bedrock_kb_list_data_sources its data sources.",
  effect: { kind: "read" },
  permissions: ["bedrock:GetKnowledgeBase"],

  input: () => z.strictObject({ knowledge_base_id: knowledgeBaseId() }),

  output: () =>
    z.object({
      knowledgeBaseId: z.string(),
      name: z.string(),
      description: z.string().nullable(),
      knowledgeBaseArn: z.string(),
      roleArn: z.string().nullable(),
      status: z.string(),
      type: z.string().nullable().describe("VECTOR, MANAGED, KENDRA or SQL."),
      configuration: z.record(z.string(), z.json()).describe("The API's knowledgeBaseConfiguration."),
      storage_type: z.string().nullable().describe("The vector store, such as OPENSEARCH_SERVERLESS."),
      storage: z.record(z.string(), z.json()).describe("The API's storageConfiguration."),
      createdAt: z.string().nullable().describe("ISO 8601, UTC."),
      updatedAt: z.string().nullable().describe("ISO 8601, UTC."),
      failureReasons: z.array(z.string()),
    }),

  execute: ({ knowledge_base_id }, call) =>
    bedrockAgent(call, (sdk) => new sdk.GetKnowledgeBaseCommand({ knowledgeBaseId: knowledge_base_id })).map(
      ({ knowledgeBase: found }) => ({
        knowledgeBaseId: found?.knowledgeBaseId ?? knowledge_base_id,
        name: found?.name ?? "",
        description: found?.description ?? null,
        knowledgeBaseArn: found?.knowledgeBaseArn ?? "",
        roleArn: found?.roleArn ?? null,
        status: found?.status ?? "",
        type: found?.knowledgeBaseConfiguration?.type ?? null,
        configuration: toJsonObject(found?.knowledgeBaseConfiguration),
        storage_type: found?.storageConfiguration?.type ?? null,
        storage: toJsonObject(found?.storageConfiguration),
        createdAt: found?.createdAt?.toISOString() ?? null,
        updatedAt: found?.updatedAt?.toISOString() ?? null,
        failureReasons: [...(found?.failureReasons ?? [])],
      }),
    ),
});
