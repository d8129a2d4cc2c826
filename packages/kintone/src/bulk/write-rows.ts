import { type ToolError, ToolFailure, toToolError } from "@tsunagu/core";
import { orThrow } from "../read/reader.ts";
import type { KintoneSession } from "../session.ts";
import { type UpsertChunk, type WrittenRow, writeAtomically, writeChunk } from "../write/upsert-chunks.ts";
import { bothOutcomes, type ChunkOutcome, nothingSent } from "./chunk-outcome.ts";
import { isFateUnknown, isRefusal, namedProblems } from "./chunk-refusal.ts";
import { findAdded } from "./find-added.ts";
import type { ImportRules } from "./import-rules.ts";
import type { RowProblem } from "./input-row.ts";
import { pause, withPatience } from "./patience.ts";
import type { PreparedRow } from "./prepare-row.ts";

/** How rows are written. */
export interface WriteOptions {
  readonly app: string;
  /** Stops at the first row that fails, in place of writing the others. */
  readonly stopOnError: boolean;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly retryBaseMs: number;
  /** Told before rows without a key are sent, and after their fate is known; so that it can be found out later. */
  readonly onSending: (rows: readonly PreparedRow[], after: string) => Promise<void>;
  readonly onSettled: (rows: readonly PreparedRow[], fate: RowFate, highest: string) => Promise<void>;
}

/** What became of rows that were to be added. */
export type RowFate = "added" | "refused" | "unknown";

/** Where adding stands: the highest record id from before the rows that are sent next. */
export interface Position {
  highest: string;
}

/**
 * Writes at most 100 rows. When kintone refuses them, the rows that it names, or that bisecting finds, become problems
 * and the others are written all the same. Rows with a key are sent again after failures that pass, which changes
 * nothing twice. Rows without one are not: whether they were added is looked up, and where that cannot be told they
 * become problems with `written: "unknown"`. Throws a ToolFailure for what has nothing to do with single rows.
 */
export const writeRows = async (
  rows: readonly PreparedRow[],
  rules: ImportRules,
  position: Position,
  session: KintoneSession,
  options: WriteOptions,
): Promise<ChunkOutcome> => {
  let forbidden: ToolError | undefined;
  const write = async (some: readonly PreparedRow[]): Promise<ChunkOutcome> => {
    if (some.length === 0) return nothingSent;
    const sent = await sendRows(some, rules, position, session, options);
    if (!("error" in sent)) return sent;
    if (sent.error.code === "forbidden") forbidden = sent.error;
    const named = namedProblems(sent.error, some);
    if (options.stopOnError) return { ...nothingSent, problems: problemsOf(sent.error, some, named) };
    if (named.length > 0) {
      const bad = new Set(named.map(({ row }) => row));
      const rest = await write(some.filter(({ row }) => !bad.has(row)));
      return bothOutcomes({ ...nothingSent, problems: named }, rest);
    }
    if (some.length === 1) return { ...nothingSent, problems: problemsOf(sent.error, some, named) };
    const middle = Math.ceil(some.length / 2);
    const first = await write(some.slice(0, middle));
    return bothOutcomes(first, await write(some.slice(middle)));
  };
  const outcome = await write(rows);
  // A credential that may write none of many rows will hardly write the next ones.
  if (forbidden !== undefined && rows.length > 1 && outcome.problems.length === rows.length)
    throw new ToolFailure(forbidden);
  return outcome;
};

/** Writes all rows, at most 2,000, or none. */
export const writeRowsTogether = async (
  chunks: readonly (readonly PreparedRow[])[],
  rules: ImportRules,
  session: KintoneSession,
  { app, signal, timeoutMs }: Pick<WriteOptions, "app" | "signal" | "timeoutMs">,
): Promise<ChunkOutcome> => {
  const requests = chunks.map((rows) => ({ kind: kindOf(rules), rows }));
  const call = { signal, timeoutMs, repeatable: rules.keyKind !== undefined };
  const written = await session.request("bulkRequest", (client) => writeAtomically(client, app, requests), call);
  return outcomeOf(orThrow(written));
};

const sendRows = async (
  rows: readonly PreparedRow[],
  rules: ImportRules,
  position: Position,
  session: KintoneSession,
  options: WriteOptions,
): Promise<ChunkOutcome | { readonly error: ToolError }> => {
  const { app, signal, timeoutMs } = options;
  const kind = kindOf(rules);
  const call = { signal, timeoutMs, repeatable: kind !== "add" };
  const send = async (): Promise<readonly WrittenRow[]> =>
    orThrow(await session.request(operations[kind], (client) => writeChunk(client, app, { kind, rows }), call));
  try {
    if (kind !== "add") return outcomeOf(await withPatience(send, options));
    await options.onSending(rows, position.highest);
    const written = await send();
    return await settled(rows, highestOf(written, position), position, options);
  } catch (thrown) {
    const error = toToolError(thrown, rethrown(thrown));
    if (kind === "add" && isFateUnknown(error) && !signal.aborted) {
      return findOut(rows, error, rules, position, session, options);
    }
    if (!isRefusal(error)) throw thrown;
    if (kind === "add") await options.onSettled(rows, "refused", position.highest);
    return { error };
  }
};

const operations = { add: "addRecords", upsert: "upsertRecords", update: "updateRecords" } as const;

/** Records that are named by their number have to exist: kintone would add the others anew each time they are sent. */
const kindOf = ({ keyKind }: ImportRules): UpsertChunk["kind"] => {
  if (keyKind === undefined) return "add";
  return keyKind === "id" ? "update" : "upsert";
};

const looks = 4;

/** Looks for rows whose request broke off, several times, since kintone may still be at them. */
const findOut = async (
  rows: readonly PreparedRow[],
  error: ToolError,
  { form }: ImportRules,
  position: Position,
  session: KintoneSession,
  options: WriteOptions,
): Promise<ChunkOutcome> => {
  const search = { ...options, form, after: position.highest };
  for (let look = 0; look < looks; look++) {
    if (look > 0) await pause(options.retryBaseMs * 2 ** (look - 1), options.signal);
    const found = await withPatience(() => findAdded(rows, session, search), options);
    if (found !== undefined) return settled(rows, found, position, options);
  }
  await options.onSettled(rows, "unknown", position.highest);
  return unknownRows(rows, error.message);
};

/** Rows of which nobody can tell whether they were added. */
export const unknownRows = (rows: readonly Pick<PreparedRow, "row">[], cause: string): ChunkOutcome => {
  const reason = `may have been added: ${cause} It was not found in the app; look before adding it again.`;
  return { ...nothingSent, problems: rows.map(({ row }) => ({ row, field: null, reason, written: "unknown" })) };
};

const settled = async (
  rows: readonly PreparedRow[],
  highest: string,
  position: Position,
  options: WriteOptions,
): Promise<ChunkOutcome> => {
  position.highest = highest;
  await options.onSettled(rows, "added", highest);
  return { ...nothingSent, added: rows.length };
};

const highestOf = (written: readonly WrittenRow[], { highest }: Position): string =>
  written.reduce((most, { id }) => (Number(id) > Number(most) ? id : most), highest);

const outcomeOf = (written: readonly WrittenRow[]): ChunkOutcome => {
  const added = written.filter(({ operation }) => operation === "INSERT").length;
  return { added, updated: written.length - added, problems: [] };
};

const problemsOf = (
  error: ToolError,
  [first]: readonly PreparedRow[],
  named: readonly RowProblem[],
): readonly RowProblem[] =>
  named.length > 0 ? named : [{ row: first?.row ?? 0, field: null, reason: error.message, written: "no" }];

const rethrown = (thrown: unknown) => (): never => {
  throw thrown;
};
