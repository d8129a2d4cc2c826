import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { isObject, ToolFailure, toolError } from "@tsunagu/core";
import { type ImportIdentity, type JournalState, readEntries } from "./journal-entries.ts";
import type { RowFate } from "./write-rows.ts";

/** How far an import is, as its journal says; counts of rows. */
export interface ImportCounts {
  rows: number;
  added: number;
  updated: number;
  failed: number;
  unknown: number;
}

/** Remembers how far an import is, so that it can go on after its process has died. */
export interface ImportJournal extends AsyncDisposable {
  /** Where the import stopped; undefined for a new one. */
  readonly resumed: JournalState | undefined;
  /** Rows without a key are about to be added; `after` is the highest record id from before. */
  sending(rows: readonly number[], after: string): Promise<void>;
  settled(rows: readonly number[], fate: RowFate, highest: string): Promise<void>;
  /** All rows up to `through` are done. */
  confirm(chunk: ConfirmedChunk): Promise<void>;
}

/** A chunk that is done. */
export interface ConfirmedChunk {
  readonly chunk: number;
  /** The last row of the input that it holds. */
  readonly through: number;
  readonly counts: ImportCounts;
  readonly highest: string;
  /** Bytes of the report of failed rows up to here. */
  readonly reportBytes: number;
  readonly finished: boolean;
}

/**
 * Opens a journal: a file of JSON Lines that only grows, each entry on the disk before the import goes on. The first
 * line says which input, app and options it is of; the others which chunk was confirmed last. Throws a ToolFailure,
 * `conflict`, when there is a journal and `resume` is not given, and when it is of another import; `not_found` when
 * there is none to resume.
 */
export const openJournal = async (path: string, identity: ImportIdentity, resume: boolean): Promise<ImportJournal> => {
  const file = resume ? await openExisting(path) : await create(path);
  try {
    const { state, bytes } = readEntries(await file.readFile("utf8"), identity);
    await file.truncate(bytes); // what a dying process wrote half
    const journal = journalOver(file, state);
    if (bytes === 0) await journal.begin(identity);
    return journal;
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
};

const journalOver = (
  file: FileHandle,
  resumed: JournalState | undefined,
): ImportJournal & { begin(identity: ImportIdentity): Promise<void> } => {
  const append = async (entry: object): Promise<void> => {
    await file.appendFile(`${JSON.stringify(entry)}\n`);
    await file.datasync();
  };
  return {
    resumed,
    begin: append,
    sending: (rows, after) => append({ sending: rows, after }),
    settled: (rows, fate, highest) => append({ settled: rows, fate, highest }),
    confirm: (chunk) => append(chunk),
    [Symbol.asyncDispose]: () => file.close(),
  };
};

const create = (path: string): Promise<FileHandle> =>
  open(path, "ax+", 0o600).catch((cause: unknown) => {
    if (!isObject(cause) || cause["code"] !== "EEXIST") throw cause;
    const hint = "Resume that import, name another journal, or remove the file if the import is to begin anew.";
    throw new ToolFailure(
      toolError("conflict", `The journal ${path} exists: an import was begun and not ended.`, { hint }),
    );
  });

const openExisting = (path: string): Promise<FileHandle> =>
  open(path, constants.O_RDWR | constants.O_APPEND).catch((cause: unknown) => {
    if (!isObject(cause) || cause["code"] !== "ENOENT") throw cause;
    const hint = "Begin the import without resume.";
    throw new ToolFailure(toolError("not_found", `There is no journal ${path}, so nothing to resume.`, { hint }));
  });
