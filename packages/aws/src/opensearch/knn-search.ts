import type { Parsed, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { sourceImage } from "../nova/source-image.ts";
import type { AwsCall } from "../service.ts";
import { embed } from "./embedding.ts";
import { searchEndpoint } from "./endpoint.ts";
import { hitsIn } from "./hits.ts";
import { fieldNames, knnInput } from "./knn-input.ts";
import { searchBody } from "./query.ts";
import { search } from "./search.ts";

/**
 * Finds the documents whose vector is nearest to that of a text or image, in OpenSearch Serverless or a managed domain.
 *
 * @see OpenSearch documentation, k-NN query
 * @see Amazon OpenSearch Service Developer Guide, Working with vector search collections
 * @see Amazon Bedrock Runtime API Reference, InvokeModel
 */
export const opensearchKnnSearch = awsTool({
  name: "opensearch_knn_search",
  title: "Search vectors in OpenSearch",
  description:
    "Finds the documents of an OpenSearch index that are nearest to a text, an image in S3, or both: embeds them with a Bedrock model " +
    "and runs a k-NN search, on OpenSearch Serverless or a managed domain. Use the model and the vector size that the index was " +
    "made with; only amazon.titan-embed-image-v1 takes a text and an image together. Returns the wanted fields of each hit and its score.",
  effect: { kind: "read" },
  permissions: ["aoss:APIAccessAll", "es:ESHttpPost", "bedrock:InvokeModel", "s3:GetObject"],
  input: knnInput,

  output: () =>
    z.object({
      results: z
        .array(z.record(z.string(), z.json()))
        .describe("Best first: the metadata_fields of each hit, with `_id` and `score` (the higher, the nearer)."),
      complete: z.boolean().describe("False when part of the index did not answer, so that hits may be missing."),
    }),

  execute: (input, call) =>
    searchEndpoint({ ...input, connectionEndpoint: call.session.clientConfig.endpoint })
      .andThen((endpoint) => fieldNames(input.metadata_fields).map((fields) => ({ endpoint, fields })))
      .asyncAndThen(({ endpoint, fields }) =>
        vectorOf(input, call)
          .andThen((vector) =>
            search(call, endpoint, {
              index: input.index_name,
              body: searchBody({ ...input, vector, hybrid: hybridOf(input) }, fields),
              pipeline: input.search_pipeline,
            }),
          )
          .andThen((answer) => hitsIn(answer, fields)),
      ),
});

type KnnInput = Parsed<ReturnType<typeof knnInput>>;

/** An image that cannot be read ends the call: a search without it would answer another question. */
const vectorOf = (input: KnnInput, call: AwsCall): ResultAsync<readonly number[], ToolError> => {
  const { image_s3_path, query_text: text, embedding_model_id: model } = input;
  const request = { model, size: Number(input.vector_size), text };
  if (image_s3_path === undefined) return embed(call, request);
  return sourceImage(call, image_s3_path, "image_s3_path").andThen((image) => embed(call, { ...request, image }));
};

const hybridOf = ({ search_type, text_field, query_text }: KnnInput) =>
  search_type === "HYBRID" && text_field !== undefined && query_text !== undefined
    ? { text_field, query_text }
    : undefined;
