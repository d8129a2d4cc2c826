import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { isObject, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import { orThrow } from "../read/reader.ts";
import { type KintoneSession, settle } from "../session.ts";
import { type ImportJournal, openJournal } from "./import-journal.ts";
import type { ImportOptions, ImportSummary } from "./import-options.ts";
import { openReport } from "./import-report.ts";
import type { RowProblem } from "./input-row.ts";
import type { ImportIdentity } from "./journal-entries.ts";
import { importRecords } from "./record-import.ts";

/** Where an import comes from and what it keeps beside. */
export interface ImportFileOptions extends Omit<ImportOptions, "journal" | "onProblems" | "onProgress"> {
  /** The journal's path. Without it the import cannot go on after its process has died. */
  readonly journal?: string | undefined;
  /** Goes on where the journal says it stopped. */
  readonly resume?: boolean | undefined;
  /** A file of JSON Lines of every row that was not imported: `{ row, field, reason, written }`. It must not exist. */
  readonly report?: string | undefined;
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
  readonly onProblem?: ((problem: RowProblem) => void) | undefined;
}

/** How far an import of a file is. */
export interface FileProgress {
  readonly rows: number;
  readonly failed: number;
  /** Bytes of the file that have been read, of how many. */
  readonly done: number;
  readonly total: number;
}

/**
 * Imports a file as `importRecords` does, with a journal and a report on the disk. After its process was killed at any
 * point, the same call with `resume` goes on: with an update key each row is written exactly once; without one each is
 * written once or reported as unknown. A row is in the report once. Errors: those of `importRecords`; `not_found` for
 * the file; `conflict` when there is a journal or a report already, or the journal is of another file or other
 * options.
 */
export const importFile = (
  session: KintoneSession,
  path: string,
  options: ImportFileOptions,
): ResultAsync<ImportSummary, ToolError> =>
  settle(async () => {
    const { resume = false, dryRun = false, onProgress, onProblem } = options;
    const total = await sizeOf(path);
    await using journal = dryRun || options.atomic ? undefined : await journalOf(session, path, total, options);
    const confirmed = journal?.resumed?.confirmed;
    if (confirmed?.finished) return { ...confirmed.counts, dryRun };
    await using report = await openReport(options.report, resume ? (confirmed?.reportBytes ?? 0) : undefined);
    let done = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array, void> {
      for await (const bytes of createReadStream(path)) {
        done += bytes.byteLength;
        yield bytes;
      }
    };
    const onProblems = async (problems: readonly RowProblem[]): Promise<number> => {
      for (const problem of problems) onProblem?.(problem);
      return report.append(problems);
    };
    const progress: ImportOptions["onProgress"] = ({ rows, failed, unknown }) =>
      onProgress?.({ rows, failed: failed + unknown, done, total });
    return orThrow(await importRecords(session, counted(), { ...options, journal, onProblems, onProgress: progress }));
  });

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (!isObject(cause) || cause["code"] !== "ENOENT") throw cause;
    throw new ToolFailure(toolError("not_found", `There is no file ${path}.`));
  }
};

const journalOf = async (
  session: KintoneSession,
  path: string,
  bytes: number,
  options: ImportFileOptions,
): Promise<ImportJournal | undefined> => {
  if (options.journal === undefined) return undefined;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) {
    if (options.signal.aborted) throw new ToolFailure(toolError("aborted", "The import was stopped before it began."));
    hash.update(chunk);
  }
  return openJournal(
    options.journal,
    identityOf(session, { sha256: hash.digest("hex"), bytes }, options),
    options.resume ?? false,
  );
};

const identityOf = (
  session: KintoneSession,
  input: ImportIdentity["input"],
  { app, format, encoding = "utf8", updateKey, fields, attachmentsDir }: ImportFileOptions,
): ImportIdentity => ({
  format: "tsunagu import journal 1",
  input,
  endpoint: session.origin + session.path("records"),
  app,
  options: {
    format,
    encoding,
    update_key: updateKey ?? null,
    fields: fields === undefined ? null : [...fields],
    attachments_dir: attachmentsDir ?? null,
  },
});
