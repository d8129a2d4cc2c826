import { rm } from "node:fs/promises";
import { ToolFailure } from "@tsunagu/core";
import { importFile, type RecordFormat, type RowProblem, readFieldCodes, type TextEncoding } from "@tsunagu/kintone";
import { exitCodes } from "../../exit-codes.ts";
import { note, printJson } from "../../output/print.ts";
import { progressBar } from "../../output/progress-bar.ts";
import { type SessionOptions, withSession } from "./with-session.ts";

export interface ImportCommandOptions extends SessionOptions {
  readonly file: string;
  readonly format?: RecordFormat;
  readonly encoding: TextEncoding;
  readonly updateKey?: string;
  readonly fields?: string;
  readonly attachmentsDir?: string;
  readonly dryRun?: boolean;
  readonly atomic?: boolean;
  readonly stopOnError?: boolean;
  readonly resume?: boolean;
  readonly journal?: string;
  readonly report?: string;
}

/** Failed rows that are told on the terminal; the report holds all. */
const mostTold = 20;

/** Imports a file into an app and prints how many rows were written. Ends as `partial` when some were not. */
export const importCommand = (options: ImportCommandOptions): Promise<void> =>
  withSession(options, async (session, signal) => {
    const { app, file, encoding, updateKey, attachmentsDir, dryRun, atomic, stopOnError, resume, report } = options;
    const fields = readFieldCodes(options.fields);
    if (fields.isErr()) throw new ToolFailure(fields.error);
    const bar = progressBar(process.stderr, process.env);
    const journal = options.journal ?? `${file}.journal`;
    let told = 0;
    const tell = (problem: RowProblem): void => {
      told++;
      if (told > mostTold + 1) return;
      bar.clear();
      note(told > mostTold ? "There are more; --report keeps them all." : lineOf(problem));
    };
    const imported = await importFile(session, file, {
      ...{ app, encoding, updateKey, fields: fields.value, attachmentsDir, dryRun, atomic, stopOnError },
      ...{ resume, journal, report, signal },
      format: options.format ?? (/\.(jsonl|ndjson)$/i.test(file) ? "jsonl" : "csv"),
      timeoutMs: options.requestTimeout * 1000,
      onProblem: tell,
      onProgress: ({ rows, failed, done, total }) => {
        const failures = failed === 0 ? "" : `, ${failed.toLocaleString("en")} failed`;
        bar.show({ done, total, text: `${rows.toLocaleString("en")} rows${failures}` });
      },
    });
    bar.clear();
    if (imported.isErr()) throw new ToolFailure(imported.error);
    if (options.journal === undefined && !dryRun && !atomic) await rm(journal, { force: true });
    const { dryRun: dry_run, ...counts } = imported.value;
    printJson({ app_id: app, file, dry_run, ...counts });
    if (counts.failed + counts.unknown > 0) process.exitCode = exitCodes.partial;
  });

const lineOf = ({ row, field, reason }: RowProblem): string =>
  `Row ${row}${field === null ? "" : `, ${field}`}: ${reason}`;
