import { ToolFailure, toolError } from "@tsunagu/core";
import type { KintoneSession } from "../session.ts";
import { bothOutcomes, type ChunkOutcome, nothingSent } from "./chunk-outcome.ts";
import { highestId } from "./find-added.ts";
import type { FormWatch } from "./form-watch.ts";
import type { ImportCounts } from "./import-journal.ts";
import type { ImportOptions } from "./import-options.ts";
import type { InputRow, RowProblem } from "./input-row.ts";
import { withPatience } from "./patience.ts";
import type { PreparedRow } from "./prepare-row.ts";
import { prepareRows } from "./prepare-rows.ts";
import { settleLeft } from "./settle-left.ts";
import { type WriteOptions, writeRows } from "./write-rows.ts";

/** An import under way. */
export interface ImportRun {
  readonly counts: Readonly<ImportCounts>;
  /** The last row of the input that is done. */
  readonly through: number;
  /** Checks and writes rows, reports those that fail, and confirms them to the journal. Throws a ToolFailure. */
  write(rows: readonly InputRow[]): Promise<void>;
  /** Looks at the form once more, and ends the journal. */
  finish(): Promise<void>;
}

type RunOptions = ImportOptions & { readonly timeoutMs: number };

/** Begins an import, or goes on where its journal says it stopped. Throws a ToolFailure. */
export const createRun = async (session: KintoneSession, watch: FormWatch, options: RunOptions): Promise<ImportRun> => {
  const { app, journal, signal, timeoutMs, retryBaseMs = 1000, dryRun = false, stopOnError = false } = options;
  const resumed = journal?.resumed;
  const known = resumed?.highest;
  const counts: ImportCounts = resumed?.confirmed?.counts ?? { rows: 0, added: 0, updated: 0, failed: 0, unknown: 0 };
  const adds = watch.rules.keyKind === undefined && !dryRun;
  const highest = (): Promise<string> => highestId(session, { app, signal, timeoutMs });
  const position = { highest: known ?? (adds ? await withPatience(highest, options) : "0") };
  let chunk = resumed?.confirmed?.chunk ?? 0;
  let through = resumed?.confirmed?.through ?? 0;
  let reportBytes = resumed?.confirmed?.reportBytes ?? 0;
  let left = resumed;

  const writing: WriteOptions = {
    ...{ app, stopOnError, signal, timeoutMs, retryBaseMs },
    onSending: async (rows, after) => journal?.sending(rowsOf(rows), after),
    onSettled: async (rows, fate, last) => journal?.settled(rowsOf(rows), fate, last),
  };

  /** Rows of the first chunk may have been sent by an earlier process. */
  const send = async (rows: readonly PreparedRow[]): Promise<ChunkOutcome> => {
    const { outcome, rest } =
      left === undefined
        ? { outcome: nothingSent, rest: rows }
        : await settleLeft(rows, left, watch.rules, position, session, writing);
    left = undefined;
    const sent = await writeRows(rest, watch.rules, position, session, writing);
    if (rest.length > 0) await watch.sent(rest);
    return bothOutcomes(outcome, sent);
  };

  const write = async (input: readonly InputRow[]): Promise<void> => {
    const { prepared, problems } = await prepareRows(input, watch.rules, session, options);
    const isSent = !dryRun && !(stopOnError && problems.length > 0);
    const all = bothOutcomes({ ...nothingSent, problems }, isSent ? await send(prepared) : nothingSent);
    const ordered = all.problems.toSorted((a, b) => a.row - b.row);
    if (ordered.length > 0) reportBytes = (await options.onProblems?.(ordered)) ?? reportBytes;
    if (stopOnError && ordered.length > 0) throw stopped(ordered);
    add(counts, input.length, all);
    through = input.at(-1)?.row ?? through;
    chunk++;
    await confirm(false);
    options.onProgress?.({ ...counts });
  };

  const confirm = async (finished: boolean): Promise<void> =>
    journal?.confirm({ chunk, through, counts, highest: position.highest, reportBytes, finished });

  return {
    counts,
    get through() {
      return through;
    },
    write,
    finish: async () => {
      if (!dryRun && chunk > 0) await watch.look();
      await confirm(true);
    },
  };
};

const rowsOf = (rows: readonly PreparedRow[]): readonly number[] => rows.map(({ row }) => row);

const add = (counts: ImportCounts, rows: number, outcome: ChunkOutcome): void => {
  const unknown = new Set(outcome.problems.filter(({ written }) => written === "unknown").map(({ row }) => row));
  const failed = new Set(outcome.problems.map(({ row }) => row));
  counts.rows += rows;
  counts.added += outcome.added;
  counts.updated += outcome.updated;
  counts.unknown += unknown.size;
  counts.failed += failed.size - unknown.size;
};

const stopped = ([first]: readonly RowProblem[]): ToolFailure =>
  new ToolFailure(
    toolError("invalid_input", `Row ${first?.row}, ${first?.field ?? "the row"}: ${first?.reason}`, {
      hint: "Correct the row. Without stop_on_error the others are written all the same.",
    }),
  );
