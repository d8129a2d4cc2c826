import type { ImportCounts, ImportJournal } from "./import-journal.ts";
import type { RowProblem } from "./input-row.ts";
import type { RecordFormat } from "./record-writer.ts";
import type { TextEncoding } from "./text-encoding.ts";

/** What to import, and how. */
export interface ImportOptions {
  readonly app: string;
  readonly format: RecordFormat;
  /** Of CSV. Default utf8. */
  readonly encoding?: TextEncoding | undefined;
  /**
   * Code of the field whose value names the record to update; a record that does not exist is added. Default: all are
   * added.
   */
  readonly updateKey?: string | undefined;
  /** Only these fields are written. Default: all that can be. */
  readonly fields?: readonly string[] | undefined;
  /** Checks every row and writes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Writes all rows, at most 2,000, or none. */
  readonly atomic?: boolean | undefined;
  /** Stops at the first row that fails. Default: the others are written all the same. */
  readonly stopOnError?: boolean | undefined;
  /** Where the files lie that rows name in attachment fields. */
  readonly attachmentsDir?: string | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds for one attempt of a request. Default 120,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds before a chunk is sent a second time. Default 1,000. */
  readonly retryBaseMs?: number | undefined;
  readonly onProgress?: ((counts: Readonly<ImportCounts>) => void) | undefined;
  /** Takes every row that was not imported, in order. Answers with the bytes that the report takes so far. */
  readonly onProblems?: ((problems: readonly RowProblem[]) => Promise<number>) | undefined;
  readonly journal?: ImportJournal | undefined;
}

/** How an import ended; counts of rows. */
export interface ImportSummary extends ImportCounts {
  readonly dryRun: boolean;
}
