import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { toJsonObject } from "./json.ts";
import { dataSourceId, knowledgeBaseId } from "./schema.ts";
import { bedrockAgent } from "./service.ts";

/**
 * Tells what a data source connects to and how its documents are read.
 *
 * @see Agents for Amazon Bedrock API Reference, GetDataSource
 */
export const bedrockGetDataSource = awsTool({
  name: "bedrock_get_data_source",
  title: "Get a data source's details",
  description:
    "Tells the details of a data source of an Amazon Bedrock knowledge base: what it connects to (S3, web, Confluence, …), how documents " +
    "are parsed and cut into chunks, its deletion policy, and why it failed. bedrock_kb_list_data_sources finds its ID.",
  effect: { kind: "read" },
  permissions: ["bedrock:GetDataSource"],

  input: () => z.strictObject({ knowledge_base_id: knowledgeBaseId(), data_source_id: dataSourceId() }),

  output: () =>
    z.object({
      knowledgeBaseId: z.string(),
      dataSourceId: z.string(),
      name: z.string(),
      description: z.string().nullable(),
      status: z.string(),
      type: z.string().nullable().describe("S3, WEB, CONFLUENCE, SALESFORCE, SHAREPOINT, CUSTOM, …"),
      configuration: z.record(z.string(), z.json()).describe("The API's dataSourceConfiguration."),
      ingestion: z.record(z.string(), z.json()).describe("The API's vectorIngestionConfiguration: parsing, chunking."),
      dataDeletionPolicy: z.string().nullable().describe("RETAIN or DELETE."),
      kmsKeyArn: z.string().nullable(),
      createdAt: z.string().nullable().describe("ISO 8601, UTC."),
      updatedAt: z.string().nullable().describe("ISO 8601, UTC."),
      failureReasons: z.array(z.string()),
    }),

  execute: ({ knowledge_base_id, data_source_id }, call) =>
    bedrockAgent(
      call,
      (sdk) => new sdk.GetDataSourceCommand({ knowledgeBaseId: knowledge_base_id, dataSourceId: data_source_id }),
    ).map(({ dataSource: found }) => ({
      knowledgeBaseId: found?.knowledgeBaseId ?? knowledge_base_id,
      dataSourceId: found?.dataSourceId ?? data_source_id,
      name: found?.name ?? "",
      description: found?.description ?? null,
      status: found?.status ?? "",
      type: found?.dataSourceConfiguration?.type ?? null,
      configuration: toJsonObject(found?.dataSourceConfiguration),
      ingestion: toJsonObject(found?.vectorIngestionConfiguration),
      dataDeletionPolicy: found?.dataDeletionPolicy ?? null,
      kmsKeyArn: found?.serverSideEncryptionConfiguration?.kmsKeyArn ?? null,
      createdAt: found?.createdAt?.toISOString() ?? null,
      updatedAt: found?.updatedAt?.toISOString() ?? null,
      failureReasons: [...(found?.failureReasons ?? [])],
    })),
});
