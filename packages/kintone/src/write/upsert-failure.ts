import { type Issue, type ToolError, toolError } from "@tsunagu/core";
import { fateUnknown } from "../http/errors.ts";
import { withInputPaths } from "./input-paths.ts";
import { chunkSize, type UpsertChunk, type WrittenRow } from "./upsert-chunks.ts";

/** An error of one chunk, with paths in words of the input: `["records_data", row, field]`. */
export const chunkError = (error: ToolError, chunk: UpsertChunk): ToolError =>
  withInputPaths(error, (path) => rowPath(path[0] === "records" ? path.slice(1) : path, chunk));

/** An error of a bulk request, likewise. */
export const bulkError = (error: ToolError, chunks: readonly UpsertChunk[]): ToolError =>
  withInputPaths(error, (path) => {
    const chunk = path[0] === "requests" && typeof path[1] === "number" ? chunks[path[1]] : undefined;
    return chunk === undefined ? path : rowPath(path[2] === "records" ? path.slice(3) : path.slice(2), chunk);
  });

const rowPath = ([index, ...rest]: Issue["path"], { rows }: UpsertChunk): Issue["path"] => {
  const row = typeof index === "number" && index < chunkSize ? rows[index]?.row : undefined;
  return row === undefined
    ? ["records_data", ...(index === undefined ? [] : [index]), ...rest]
    : ["records_data", row, ...rest];
};

/** How far an upsert came. */
export interface UpsertProgress {
  readonly done: readonly WrittenRow[];
  readonly failed: UpsertChunk;
  readonly notSent: readonly UpsertChunk[];
}

/**
 * The error of an upsert that failed at a chunk. When nothing was or may have been written it is the chunk's own;
 * otherwise it is `partial`, where every row is in exactly one of done, failed and remaining.
 */
export const upsertError = (error: ToolError, { done, failed, notSent }: UpsertProgress): ToolError => {
  const own = chunkError(error, failed);
  const uncertain = error.hint === fateUnknown;
  if (done.length === 0 && (!uncertain || notSent.length === 0)) return own;
  const named = namedRows(own);
  const failedRows = named.size === 0 ? failed.rows.map(({ row }) => row) : [...named];
  const remaining = [
    ...failed.rows.filter(({ row }) => named.size > 0 && !named.has(row)),
    ...notSent.flatMap(({ rows }) => rows),
  ];
  const outcome = uncertain ? "whether they were written is not known" : "none of them was written";
  return toolError("partial", `${done.length} records were written; then a request failed: ${own.message}`, {
    hint: `Rows ${span(failedRows)} failed (${outcome}). Correct them, then send them and the remaining rows again; the rows done need not be sent.`,
    partial: {
      done: done.map((row) => ({ ...row })),
      failed: failuresOf(own, failedRows, uncertain),
      remaining: remaining.map(({ row }) => row).sort((a, b) => a - b),
    },
    ...(own.origin === undefined ? {} : { origin: own.origin }),
    ...(own.issues === undefined ? {} : { issues: own.issues }),
  });
};

const namedRows = ({ issues = [] }: ToolError): ReadonlySet<number> =>
  new Set(issues.map((issue) => issue.path[1]).filter((row) => typeof row === "number"));

const failuresOf = (error: ToolError, rows: readonly number[], uncertain: boolean) => {
  const written = uncertain ? "unknown" : "no";
  const byRow = (error.issues ?? []).filter((issue) => typeof issue.path[1] === "number");
  if (byRow.length === 0) return [{ rows: [...rows], field: null, reason: error.message, written }];
  return byRow.map(({ path, message }) => ({
    rows: [Number(path[1])],
    field: path.slice(2).join(".") || null,
    reason: message,
    written,
  }));
};

const span = (rows: readonly number[]): string => (rows.length > 10 ? `${rows[0]} to ${rows.at(-1)}` : rows.join(", "));
