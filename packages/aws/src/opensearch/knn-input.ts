import { invalidField, type ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, type Result } from "neverthrow";
import { embeddingModels, embeddingSizes } from "./embedding.ts";

const mostFilterCharacters = 20_000;

const filter = () =>
  z
    .record(z.string(), z.json())
    .refine((query) => JSON.stringify(query).length <= mostFilterCharacters, `is longer than ${mostFilterCharacters}`);

/** What a nearest-neighbour search takes. */
export const knnInput = () =>
  z
    .strictObject({
      opensearch_endpoint: z
        .string()
        .min(1)
        .max(512)
        .describe("The collection's or domain's endpoint, such as `https://abc123.us-east-1.aoss.amazonaws.com`."),
      opensearch_service: z
        .enum(["aoss", "es"])
        .optional()
        .describe("`aoss` is OpenSearch Serverless, `es` a managed domain. By default what the endpoint's name tells."),
      index_name: z
        .string()
        .max(255)
        .regex(/^(?!\.\.?$)[^\s"*/\\|?#><,_+-][^\s"*/\\|?#><,]*$/, "is not the name of an index or alias")
        .describe("Index or alias to search."),
      image_s3_path: z
        .string()
        .min(1)
        .max(1100)
        .optional()
        .describe("PNG or JPEG image to search with, as `s3://bucket/key`, up to 15 MiB."),
      query_text: z.string().min(1).max(50_000).optional().describe("Text to search with."),
      embedding_field: z.string().min(1).max(255).default("pic_emb").describe("The index's vector field."),
      metadata_fields: z
        .string()
        .max(4000)
        .default("s3_uri,pic_name")
        .describe("Fields to return, with commas between; dots lead into objects. A field that a hit lacks is null."),
      topk: z.int().min(1).max(100).default(5).describe("How many hits to return."),
      offset: z.int().min(0).max(9900).default(0).describe("Hits to leave out first, for the next page."),
      vector_size: z
        .enum(["1536", "1024", "512", "384", "256"])
        .describe("Numbers of a vector, as the index has them. The model has to offer the size."),
      search_type: z
        .enum(["SEMANTIC", "HYBRID"])
        .default("SEMANTIC")
        .describe(
          "HYBRID counts matching words of text_field too; it needs query_text, text_field and search_pipeline.",
        ),
      embedding_model_id: z
        .enum(embeddingModels)
        .describe("The Bedrock model that the index's vectors were made with."),
      text_field: z
        .string()
        .min(1)
        .max(255)
        .optional()
        .describe("For HYBRID, the text field to match query_text with."),
      search_pipeline: z
        .string()
        .max(255)
        .regex(/^[\w.-]+$/)
        .optional()
        .describe("For HYBRID, the search pipeline that normalizes and combines the scores."),
      filter: filter().optional().describe("An OpenSearch query that hits have to fit, such as `{term: {lang: en}}`."),
      min_score: z.number().min(0).optional().describe("Leaves out hits that score less."),
    })
    .superRefine((input, context) => {
      const problem = (field: string, message: string): void =>
        context.addIssue({ code: "custom", path: [field], message });
      if (input.query_text === undefined && input.image_s3_path === undefined) {
        problem("query_text", "is needed, or image_s3_path, or both");
      }
      const sizes = embeddingSizes[input.embedding_model_id];
      if (!sizes.includes(Number(input.vector_size))) {
        problem("vector_size", `${input.embedding_model_id} makes vectors of ${sizes.join(", ")} numbers`);
      }
      if (input.search_type === "SEMANTIC") return;
      for (const field of ["query_text", "text_field", "search_pipeline"] as const) {
        if (input[field] === undefined) problem(field, "is needed for a HYBRID search");
      }
      if (input.offset > 0) problem("offset", "is not for a HYBRID search; raise topk instead");
    });

/** The names in a list with commas, without blanks. Errors: `invalid_input` when there are more than 100. */
export const fieldNames = (list: string): Result<readonly string[], ToolError> => {
  const names = list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.length > 100 ? err(invalidField("metadata_fields", "has more than 100 names")) : ok([...new Set(names)]);
};
