import type { KintoneSession } from "../session.ts";
import { bothOutcomes, type ChunkOutcome, nothingSent } from "./chunk-outcome.ts";
import { findAdded } from "./find-added.ts";
import type { ImportRules } from "./import-rules.ts";
import type { JournalState } from "./journal-entries.ts";
import { withPatience } from "./patience.ts";
import type { PreparedRow } from "./prepare-row.ts";
import { type Position, unknownRows, type WriteOptions } from "./write-rows.ts";

/**
 * What became of a chunk's rows that an earlier process was adding when it died, as its journal says, and which rows
 * are still to be sent. Rows that it had sent without learning their fate are looked up. Throws a ToolFailure.
 */
export const settleLeft = async (
  rows: readonly PreparedRow[],
  { added, unknown, pending }: JournalState,
  rules: ImportRules,
  position: Position,
  session: KintoneSession,
  options: WriteOptions,
): Promise<{ readonly outcome: ChunkOutcome; readonly rest: readonly PreparedRow[] }> => {
  const isPending = ({ row }: PreparedRow): boolean => pending?.rows.includes(row) ?? false;
  const known = { ...nothingSent, added: added.size };
  const lost = rows.filter(({ row }) => unknown.has(row));
  const found = await findPending(rows.filter(isPending), pending?.after ?? "0", rules, position, session, options);
  const outcome = bothOutcomes(bothOutcomes(known, unknownRows(lost, "The connection broke.")), found);
  const rest = rows.filter((row) => !added.has(row.row) && !unknown.has(row.row) && !isPending(row));
  return { outcome, rest };
};

const findPending = async (
  rows: readonly PreparedRow[],
  after: string,
  { form }: ImportRules,
  position: Position,
  session: KintoneSession,
  options: WriteOptions,
): Promise<ChunkOutcome> => {
  if (rows.length === 0) return nothingSent;
  const found = await withPatience(() => findAdded(rows, session, { ...options, form, after }), options);
  position.highest = found ?? position.highest;
  await options.onSettled(rows, found === undefined ? "unknown" : "added", position.highest);
  return found === undefined
    ? unknownRows(rows, "The import was stopped while it added them.")
    : { ...nothingSent, added: rows.length };
};
