import { type Issue, type JsonValue, type ToolError, toolError } from "@tsunagu/core";
import { fateUnknown } from "../http/errors.ts";
import { withInputPaths } from "./input-paths.ts";
import { chunkSize } from "./upsert-chunks.ts";

/** Rows that one request carries, by their places in the input. */
export interface RowChunk {
  readonly rows: readonly { readonly row: number }[];
}

/** An error of one chunk, with paths in words of the input: `["records_data", row, field]`. */
export const chunkError = (error: ToolError, chunk: RowChunk): ToolError =>
  withInputPaths(error, (path) => rowPath(inRows(path), chunk));

/** An error of a bulk request, likewise. */
export const bulkError = (error: ToolError, chunks: readonly RowChunk[]): ToolError =>
  withInputPaths(error, (path) => {
    const chunk = path[0] === "requests" && typeof path[1] === "number" ? chunks[path[1]] : undefined;
    return chunk === undefined ? path : rowPath(inRows(path.slice(2)), chunk);
  });

/** A path without the name of the list that kintone's request calls the rows by. */
const inRows = (path: Issue["path"]): Issue["path"] => (rowLists.has(path[0] ?? "") ? path.slice(1) : path);

const rowLists: ReadonlySet<string | number> = new Set(["records", "ids", "revisions"]);

const rowPath = ([index, ...rest]: Issue["path"], { rows }: RowChunk): Issue["path"] => {
  const row = typeof index === "number" && index < chunkSize ? rows[index]?.row : undefined;
  return row === undefined
    ? ["records_data", ...(index === undefined ? [] : [index]), ...rest]
    : ["records_data", row, ...rest];
};

/** How far a write came. */
export interface WriteProgress {
  readonly done: readonly JsonRow[];
  readonly failed: RowChunk;
  readonly notSent: readonly RowChunk[];
}

/** What became of a row, as JSON. */
export type JsonRow = { readonly row: number } & Readonly<Record<string, JsonValue>>;

/**
 * The error of a write that failed at a chunk. `verb`: what the write does to records. When nothing was or may have been written it is the chunk's own;
 * otherwise it is `partial`, where every row is in exactly one of done, failed and remaining.
 */
export const writeError = (
  error: ToolError,
  { done, failed, notSent }: WriteProgress,
  verb: "written" | "changed" | "deleted" = "written",
): ToolError => {
  const own = chunkError(error, failed);
  const uncertain = error.hint === fateUnknown;
  if (done.length === 0 && (!uncertain || notSent.length === 0)) return own;
  const named = namedRows(own);
  const failedRows = named.size === 0 ? failed.rows.map(({ row }) => row) : [...named];
  const remaining = [
    ...failed.rows.filter(({ row }) => named.size > 0 && !named.has(row)),
    ...notSent.flatMap(({ rows }) => rows),
  ];
  const outcome = uncertain ? `whether they were ${verb} is not known` : `none of them was ${verb}`;
  return toolError("partial", `${done.length} records were ${verb}; then a request failed: ${own.message}`, {
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
