import type { JsonObject } from "@tsunagu/core";

/** What to look for. */
export interface KnnQuery {
  readonly vector: readonly number[];
  readonly embedding_field: string;
  readonly topk: number;
  readonly offset: number;
  readonly filter?: JsonObject | undefined;
  readonly min_score?: number | undefined;
  /** With these, texts that match count too. */
  readonly hybrid?: { readonly text_field: string; readonly query_text: string } | undefined;
}

/**
 * The body of a search for the nearest vectors, with only the wanted fields in the answer.
 *
 * @see OpenSearch documentation, k-NN query
 * @see OpenSearch documentation, Hybrid query
 */
export const searchBody = (query: KnnQuery, fields: readonly string[]): JsonObject => {
  const { vector, embedding_field, topk, offset, filter, min_score, hybrid } = query;
  const knn = {
    knn: { [embedding_field]: { vector: [...vector], k: topk + offset, ...(filter === undefined ? {} : { filter }) } },
  };
  return {
    size: topk,
    ...(offset === 0 ? {} : { from: offset }),
    ...(min_score === undefined ? {} : { min_score }),
    _source: [...fields],
    query: hybrid === undefined ? knn : { hybrid: { queries: [textQuery(hybrid, filter), knn] } },
  };
};

const textQuery = (
  { text_field, query_text }: { readonly text_field: string; readonly query_text: string },
  filter: JsonObject | undefined,
): JsonObject => {
  const match = { match: { [text_field]: { query: query_text } } };
  return filter === undefined ? match : { bool: { must: [match], filter: [filter] } };
};
