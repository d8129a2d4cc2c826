import { type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import { orThrow } from "../read/reader.ts";
import { type KintoneSession, settle } from "../session.ts";
import { readHeader } from "./csv-header.ts";
import { watchForm } from "./form-watch.ts";
import type { ImportCounts } from "./import-journal.ts";
import type { ImportOptions, ImportSummary } from "./import-options.ts";
import { type ImportRules, readRules } from "./import-rules.ts";
import { createRun, type ImportRun } from "./import-run.ts";
import { importTogether } from "./import-together.ts";
import type { InputRow } from "./input-row.ts";
import { usualTimeoutMs, withPatience } from "./patience.ts";
import { readCsv } from "./read-csv.ts";
import { readJsonLines } from "./read-json-lines.ts";
import { decodeText } from "./text-encoding.ts";

const chunkRows = 100;

/**
 * Imports records from a file that is read as it comes: 100 rows are in memory at most. Every row is checked against
 * the form before it is sent; rows that fail are reported one by one and do not keep others from being written.
 *
 * With an update key a chunk whose fate is unknown (a connection that breaks after kintone has written) is sent again,
 * which changes nothing twice; rows that hold the same key twice are written one after the other. A record number as
 * key only updates. Without a key, rows are never sent a second time: after such a break the records with higher ids
 * than before are compared with the rows, which kintone adds together or not at all; rows that cannot be found are
 * reported as `unknown`.
 *
 * With a journal it goes on after the last confirmed chunk, under the same rules. Errors: `invalid_input` for a file
 * that does not fit the app at all; `conflict` when a field that is written vanishes from the form; `partial` with how
 * far it came when it stops midway.
 *
 * @see kintone REST API, Update Records (upsert); Add Records
 */
export const importRecords = (
  session: KintoneSession,
  input: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): ResultAsync<ImportSummary, ToolError> =>
  settle(async () => {
    const { app, signal, timeoutMs = usualTimeoutMs, retryBaseMs, fields, updateKey, attachmentsDir } = options;
    const calls = { signal, timeoutMs, retryBaseMs };
    const choice = { fields, updateKey, attachmentsDir };
    const rules = await withPatience(async () => orThrow(await readRules(session, app, choice, calls)), options);
    const watch = watchForm(session, app, rules, calls);
    const rows = readRows(input, rules, options);
    if (options.atomic && !options.dryRun) return importTogether(session, rows, rules, { ...options, timeoutMs });
    const run = await createRun(session, watch, { ...options, timeoutMs });
    try {
      await inChunks(rows, run);
    } catch (thrown) {
      throw partialFailure(thrown, run);
    }
    return { ...run.counts, dryRun: options.dryRun ?? false };
  });

const readRows = (
  input: AsyncIterable<Uint8Array>,
  rules: ImportRules,
  { format, encoding = "utf8" }: ImportOptions,
): AsyncGenerator<InputRow, void> =>
  format === "csv"
    ? readCsv(decodeText(input, encoding), (header) => orThrow(readHeader(header, rules.form, rules)))
    : readJsonLines(decodeText(input, "utf8"));

const inChunks = async (rows: AsyncGenerator<InputRow, void>, run: ImportRun): Promise<void> => {
  let chunk: InputRow[] = [];
  for await (const row of rows) {
    if (row.row <= run.through) continue;
    chunk.push(row);
    if (chunk.length < chunkRows) continue;
    await run.write(chunk);
    chunk = [];
  }
  if (chunk.length > 0) await run.write(chunk);
  await run.finish();
};

/** A failure midway says how far the import came; one before anything was written stays as it is. */
const partialFailure = (thrown: unknown, { counts, through }: ImportRun): unknown => {
  const error = toToolError(thrown, () => toolError("internal", ""));
  if (error.code === "internal" || (counts.added === 0 && counts.updated === 0 && counts.unknown === 0)) return thrown;
  const { hint, origin, details } = error;
  const goOn = "Resume it from its journal, or import the rows from there on again.";
  return new ToolFailure(
    toolError("partial", `The import stopped after row ${through}: ${error.message}`, {
      hint: hint === undefined ? goOn : `${hint} ${goOn}`,
      partial: {
        done: countsOf(counts),
        failed: { code: error.code, reason: error.message },
        remaining: { after_row: through },
      },
      ...(origin === undefined ? {} : { origin }),
      ...(details === undefined ? {} : { details }),
    }),
  );
};

const countsOf = ({ rows, added, updated, failed, unknown }: ImportCounts) => ({
  rows,
  added,
  updated,
  failed,
  unknown,
});
