import { createReadStream } from "node:fs";
import { join } from "node:path";
import { type FileReference, makeTempDirectory, type ToolContext, type ToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import { orThrow } from "../read/reader.ts";
import { milliseconds } from "../schema.ts";
import { type KintoneSession, settle } from "../session.ts";
import type { ImportOptions, ImportSummary } from "./import-options.ts";
import { openReport } from "./import-report.ts";
import type { RowProblem } from "./input-row.ts";
import { importRecords } from "./record-import.ts";
import type { RecordFormat } from "./record-writer.ts";
import type { TextEncoding } from "./text-encoding.ts";

/** An import of a file that a caller refers to. */
export interface StoreImport
  extends Pick<ImportOptions, "app" | "updateKey" | "fields" | "dryRun" | "atomic" | "stopOnError"> {
  readonly input_file: FileReference;
  readonly format?: RecordFormat | undefined;
  readonly encoding: TextEncoding;
  /** Seconds. */
  readonly request_timeout?: number | undefined;
  /** Most errors to answer with; the others are in the report only. */
  readonly maxErrors: number;
}

/** How it ended, with the first errors, and all of them as a file. */
export interface StoreImportOutcome {
  readonly summary: ImportSummary;
  readonly errors: readonly RowProblem[];
  readonly omitted: number;
  readonly report: {
    readonly uri: string | null;
    readonly name: string;
    readonly media_type: string;
    readonly size: number;
  } | null;
}

/**
 * Imports a file of the call's store. The report of failed rows is handed out as a file, also when the import stops
 * midway. Errors: those of `importRecords`, and of the file.
 */
export const importFromStore = (
  { input_file, maxErrors, request_timeout, ...options }: StoreImport,
  { session, files, signal, report: tell }: ToolContext<KintoneSession>,
): ResultAsync<StoreImportOutcome, ToolError> =>
  settle(async () => {
    const file = orThrow(await files.read(input_file));
    const format = options.format ?? (/\.(jsonl|ndjson)$/i.test(file.name) ? "jsonl" : "csv");
    await using directory = await makeTempDirectory();
    const path = join(directory.path, "report");
    await using report = await openReport(path, undefined);
    const errors: RowProblem[] = [];
    let found = 0;
    const onProblems = (problems: readonly RowProblem[]): Promise<number> => {
      found += problems.length;
      errors.push(...problems.slice(0, maxErrors - errors.length));
      return report.append(problems);
    };
    const imported = await importRecords(session, file.body, {
      ...options,
      format,
      signal,
      timeoutMs: milliseconds(request_timeout),
      onProblems,
      onProgress: ({ rows }) => tell({ message: `${rows} rows imported`, done: rows }),
    });
    const handed = found === 0 ? null : await handOut(path, file.name, files);
    return { summary: orThrow(imported), errors, omitted: found - errors.length, report: handed };
  });

const handOut = async (
  path: string,
  inputName: string,
  files: ToolContext["files"],
): Promise<StoreImportOutcome["report"]> => {
  const name = `${inputName}.errors.jsonl`;
  const media_type = "application/jsonl";
  const { uri, size } = orThrow(await files.write({ name, mediaType: media_type, body: createReadStream(path) }));
  return { uri, name, media_type, size };
};
