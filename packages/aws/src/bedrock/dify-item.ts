import type { KnowledgeBaseRetrievalResult } from "@aws-sdk/client-bedrock-agent-runtime";
import type { Parsed } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { contentText, documentOf, numberIn, textOf } from "./retrieval-result.ts";

/** One retrieved passage, in the item format that Dify's knowledge nodes and prompts read. */
export const difyItem = () =>
  z.object({
    content: z.string().describe("The passage; empty for a picture."),
    title: z.string(),
    metadata: z.object({
      _source: z.literal("knowledge"),
      dataset_id: z.string().describe("The data source's ID, or the knowledge base's where Bedrock does not tell it."),
      dataset_name: z.string(),
      document_id: z.string().describe("The document's ID or address; empty when Bedrock tells neither."),
      document_name: z.string(),
      document_data_source_type: z.string().describe("TEXT, IMAGE, ROW, AUDIO or VIDEO."),
      segment_id: z.string().nullable(),
      retriever_from: z.literal("workflow"),
      score: z.number().nullable().describe("Six decimal places."),
      segment_hit_count: z.int(),
      segment_word_count: z.int().describe("Characters."),
      segment_position: z.int().describe("The page's number in the document, or 0."),
      doc_metadata: z.object({
        tag: z.string(),
        source: z.string().nullable().describe("S3, WEB, CONFLUENCE, SQL, …"),
        uploader: z.null().describe("Bedrock does not tell it."),
        upload_date: z.null().describe("Bedrock does not tell it."),
        document_name: z.string(),
        last_update_date: z.null().describe("Bedrock does not tell it."),
      }),
      position: z.int().min(1),
      source_uri: z.string().nullable(),
      source_metadata: z.record(z.string(), z.json()).describe("The document's own metadata, as Bedrock keeps it."),
    }),
    image: fileOutput.nullable().describe("The picture itself, of a passage that is one."),
  });

const scoreDigits = 1e6;

/** A result of Bedrock's in that format. */
export const difyItemOf = (
  result: KnowledgeBaseRetrievalResult,
  knowledgeBaseId: string,
  position: number,
): Parsed<ReturnType<typeof difyItem>> => {
  const document = documentOf(result);
  const content = contentText(result.content);
  const name = document.name ?? "";
  return {
    content,
    title: name,
    metadata: {
      _source: "knowledge",
      dataset_id: textOf(document.metadata["x-amz-bedrock-kb-data-source-id"]) ?? knowledgeBaseId,
      dataset_name: `Bedrock knowledge base ${knowledgeBaseId}`,
      document_id: document.id ?? "",
      document_name: name,
      document_data_source_type: result.content?.type ?? "TEXT",
      segment_id: textOf(document.metadata["x-amz-bedrock-kb-chunk-id"]),
      retriever_from: "workflow",
      score: result.score === undefined ? null : Math.round(result.score * scoreDigits) / scoreDigits,
      segment_hit_count: 1,
      segment_word_count: [...content].length,
      segment_position: Math.trunc(numberIn(document.metadata, "x-amz-bedrock-kb-document-page-number") ?? 0),
      doc_metadata: {
        tag: "bedrock knowledge base",
        source: document.type,
        uploader: null,
        upload_date: null,
        document_name: name,
        last_update_date: null,
      },
      position,
      source_uri: document.address,
      source_metadata: document.metadata,
    },
    image: null,
  };
};
