import { isObject, ToolFailure, toolError } from "@tsunagu/core";
import type { KintoneClient } from "../http/client.ts";
import type { UpsertRow } from "./upsert-rows.ts";

/**
 * Rows that one request writes, all or none. Rows without a key are added; the others are upserted, or (`update`) have to
 * exist.
 */
export interface UpsertChunk {
  readonly kind: "add" | "upsert" | "update";
  readonly rows: readonly UpsertRow[];
}

/** What became of a row. */
export type WrittenRow = {
  readonly row: number;
  readonly id: string;
  readonly revision: string;
  readonly operation: "INSERT" | "UPDATE";
};

/** Records that one request of kintone may write. */
export const chunkSize = 100;

/** Splits rows into requests: first those with a key, then those without, which kintone's upsert does not take. */
export const chunkRows = (
  rows: readonly UpsertRow[],
  keyed: Exclude<UpsertChunk["kind"], "add"> = "upsert",
): readonly UpsertChunk[] =>
  ([keyed, "add"] as const).flatMap((kind) =>
    inHundreds(rows.filter((row) => (row.key === undefined) === (kind === "add"))).map((some) => ({
      kind,
      rows: some,
    })),
  );

/** Splits a list into parts that one request of kintone takes. */
export const inHundreds = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, index) =>
    items.slice(index * chunkSize, (index + 1) * chunkSize),
  );

/**
 * Writes one chunk.
 *
 * @see kintone REST API, Update Records (upsert) and Add Records
 */
export const writeChunk = async (
  client: KintoneClient,
  app: string,
  chunk: UpsertChunk,
): Promise<readonly WrittenRow[]> => {
  const answer =
    chunk.kind === "add"
      ? await client.record.addRecords({ app, records: newRecords(chunk) })
      : await client.record.updateRecords({ app, upsert: chunk.kind === "upsert", records: keyedRecords(chunk) });
  return writtenRows(chunk, answer);
};

/**
 * Writes all chunks, at most 20, in one request that is done as a whole or not at all.
 *
 * @see kintone REST API, Bulk Request
 */
export const writeAtomically = async (
  client: KintoneClient,
  app: string,
  chunks: readonly UpsertChunk[],
): Promise<readonly WrittenRow[]> => {
  const { results } = await client.bulkRequest({
    requests: chunks.map((chunk) =>
      chunk.kind === "add"
        ? { method: "POST", endpointName: "records" as const, payload: { app, records: newRecords(chunk) } }
        : {
            method: "PUT",
            endpointName: "records" as const,
            payload: { app, upsert: chunk.kind === "upsert", records: keyedRecords(chunk) },
          },
    ),
  });
  return chunks.flatMap((chunk, index) => writtenRows(chunk, results[index]));
};

const newRecords = ({ rows }: UpsertChunk) => rows.map(({ record }) => record);

const keyedRecords = ({ rows }: UpsertChunk) =>
  rows.flatMap(({ key, record, revision }) =>
    key === undefined ? [] : [{ ...key, record, ...(revision === undefined ? {} : { revision }) }],
  );

/** Reads `{ records: [{ id, revision, operation }] }`, or of added records `{ ids, revisions }`. */
const writtenRows = ({ kind, rows }: UpsertChunk, answer: unknown): readonly WrittenRow[] => {
  const { ids, revisions, records } = isObject(answer) ? answer : {};
  return rows.map(({ row }, index) => {
    const record: unknown = Array.isArray(records) ? records[index] : undefined;
    const fromList = (list: unknown): unknown => (Array.isArray(list) ? list[index] : undefined);
    const id = isObject(record) ? record["id"] : fromList(ids);
    const revision = isObject(record) ? record["revision"] : fromList(revisions);
    if (id === undefined || revision === undefined) {
      throw new ToolFailure(
        toolError("upstream", `The records were written, but kintone's answer does not hold row ${row}.`),
      );
    }
    const inserted = kind === "add" || (isObject(record) && record["operation"] === "INSERT");
    return { row, id: String(id), revision: String(revision), operation: inserted ? "INSERT" : "UPDATE" };
  });
};
