import { type ToolContext, type ToolError, toolError } from "@tsunagu/core";
import { err, errAsync, ok, type Result, type ResultAsync } from "neverthrow";
import { orThrow } from "../read/reader.ts";
import { type KintoneSession, type RequestOptions, settle } from "../session.ts";
import { chunkRows, type UpsertChunk, type WrittenRow, writeAtomically, writeChunk } from "./upsert-chunks.ts";
import { bulkError, writeError } from "./upsert-failure.ts";
import type { UpsertRow } from "./upsert-rows.ts";

/** How rows are written. */
export interface UpsertOptions extends Omit<RequestOptions, "repeatable"> {
  readonly app: string;
  /** All rows or none, at most 2,000. */
  readonly atomic: boolean;
  /** Whether a row whose key names no record is added (default) or an error. */
  readonly keyed?: "upsert" | "update";
}

/**
 * Writes rows, 100 a request, in the order of the input within each kind (rows with a key first). Errors: `partial` when
 * requests before the failing one were carried out; `unsupported` and `too_large` for what cannot be atomic.
 */
export const upsertRows = (
  rows: readonly UpsertRow[],
  options: UpsertOptions,
  context: ToolContext<KintoneSession>,
): ResultAsync<readonly WrittenRow[], ToolError> =>
  chunksOf(rows, options, context.session)
    .asyncAndThen((chunks) =>
      options.atomic && chunks.length > 1
        ? writeTogether(chunks, options, context)
        : writeInTurn(chunks, options, context),
    )
    .map((written) => [...written].sort((a, b) => a.row - b.row));

const chunksOf = (
  rows: readonly UpsertRow[],
  { atomic, keyed }: UpsertOptions,
  session: KintoneSession,
): Result<readonly UpsertChunk[], ToolError> => {
  const chunks = chunkRows(rows, keyed);
  return atomic ? checkAtomic(chunks, rows.length, session).map(() => chunks) : ok(chunks);
};

const maxAtomicChunks = 20;

/** Whether kintone can carry out these requests as one. Errors: `unsupported` with OAuth, `too_large` for too many. */
export const checkAtomic = (
  chunks: readonly unknown[],
  records: number,
  session: KintoneSession,
): Result<void, ToolError> => {
  if (chunks.length <= 1) return ok(undefined);
  if (session.credential === "oauth") {
    const hint = "Leave atomic out, send at most 100 records, or use an API token or a password.";
    return err(
      toolError(
        "unsupported",
        "kintone takes no bulk requests with OAuth, so that this many records cannot be atomic.",
        { hint },
      ),
    );
  }
  if (chunks.length > maxAtomicChunks) {
    const hint = "Send fewer at once, or leave atomic out.";
    return err(
      toolError("too_large", `${records} records are more than kintone writes as one (20 requests of 100).`, {
        hint,
      }),
    );
  }
  return ok(undefined);
};

const writeTogether = (
  chunks: readonly UpsertChunk[],
  { app, signal, timeoutMs }: UpsertOptions,
  { session }: ToolContext<KintoneSession>,
): ResultAsync<readonly WrittenRow[], ToolError> =>
  session
    .request("bulkRequest", (client) => writeAtomically(client, app, chunks), { signal, timeoutMs, repeatable: false })
    .orElse((error) => errAsync(bulkError(error, chunks)));

const operations = { add: "addRecords", upsert: "upsertRecords", update: "updateRecords" } as const;

const writeInTurn = (
  chunks: readonly UpsertChunk[],
  { app, signal, timeoutMs }: UpsertOptions,
  { session, report }: ToolContext<KintoneSession>,
): ResultAsync<readonly WrittenRow[], ToolError> =>
  settle(async () => {
    const done: WrittenRow[] = [];
    const total = chunks.reduce((sum, { rows }) => sum + rows.length, 0);
    for (const [index, chunk] of chunks.entries()) {
      const written = await session.request(operations[chunk.kind], (client) => writeChunk(client, app, chunk), {
        signal,
        timeoutMs,
        repeatable: false,
      });
      const progress = { done, failed: chunk, notSent: chunks.slice(index + 1) };
      done.push(...orThrow(written.mapErr((error) => writeError(error, progress))));
      report({ message: `${done.length} of ${total} records written`, done: done.length, total });
    }
    return done;
  });
