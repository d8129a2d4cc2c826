import { isObject, type JsonObject, type JsonValue, type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

export interface SearchHits {
  readonly results: JsonObject[];
  /** False when a shard failed or the search ran out of time, so that better hits may be missing. */
  readonly complete: boolean;
}

/** The hits of a search's answer, each with the wanted fields and its score. A field that a hit lacks is null. */
export const hitsIn = (
  answer: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): Result<SearchHits, ToolError> => {
  const hits = isObject(answer["hits"]) ? answer["hits"]["hits"] : undefined;
  if (!Array.isArray(hits) || !hits.every(isObject)) {
    return err(toolError("upstream", "OpenSearch answered without hits."));
  }
  const shards = isObject(answer["_shards"]) ? answer["_shards"] : {};
  return ok({
    results: hits.map((hit) => ({
      ...Object.fromEntries(fields.map((field) => [field, valueAt(hit["_source"], field)])),
      _id: typeof hit["_id"] === "string" ? hit["_id"] : null,
      score: typeof hit["_score"] === "number" ? hit["_score"] : null,
    })),
    complete: answer["timed_out"] !== true && (shards["failed"] ?? 0) === 0,
  });
};

/** A field by its name, or by its dotted path through objects. */
const valueAt = (source: unknown, field: string): JsonValue => {
  if (!isObject(source)) return null;
  if (Object.hasOwn(source, field)) return source[field] as JsonValue;
  const dot = field.indexOf(".");
  const first = field.slice(0, dot);
  return dot > 0 && Object.hasOwn(source, first) ? valueAt(source[first], field.slice(dot + 1)) : null;
};
