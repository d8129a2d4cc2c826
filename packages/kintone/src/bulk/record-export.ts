import { readFormFields } from "../fields/form-fields.ts";
import { orThrow } from "../read/reader.ts";
import type { KintoneRecord } from "../read/record.ts";
import type { KintoneSession } from "../session.ts";
import { type DownloadTarget, openDirectory } from "./download-into.ts";
import { exportColumns } from "./export-columns.ts";
import { exportPages } from "./export-pages.ts";
import { usualTimeoutMs, withPatience } from "./patience.ts";
import { createRecordWriter, type RecordFormat } from "./record-writer.ts";
import { saveAttachments } from "./save-attachments.ts";
import type { TextEncoding } from "./text-encoding.ts";

/** What to export, and how. */
export interface ExportOptions {
  readonly app: string;
  /** A condition, and `order by`, `limit` and `offset` if wanted. Without `order by` records come by ascending id. */
  readonly query?: string | undefined;
  /** Field codes, in the order of the columns; undefined for all. */
  readonly fields?: readonly string[] | undefined;
  /** Most records. Default: no bound. */
  readonly maxRecords?: number | undefined;
  readonly format: RecordFormat;
  /** Of CSV. Default utf8. */
  readonly encoding?: TextEncoding | undefined;
  /** Attachments are downloaded to this directory. Without it, only their names are in the file. */
  readonly attachmentsDir?: string | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds for one attempt of a request. Default 120,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds before a page is asked for a second time. Default 1,000. */
  readonly retryBaseMs?: number | undefined;
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
}

/** Records written so far, and how many match in all. */
export interface ExportProgress {
  readonly done: number;
  readonly total: number | undefined;
}

/** How an export stands; complete when its body has been read to the end. */
export interface ExportSummary {
  records: number;
  /** More records match than `maxRecords`. */
  truncated: boolean;
  /** The last record's id; undefined before the first. */
  lastRecordId: string | undefined;
}

/** A file as it is made, and how it stands. */
export interface RecordExport {
  readonly body: AsyncGenerator<Uint8Array, void>;
  readonly summary: ExportSummary;
}

/**
 * Exports an app's records as a file that is made while it is read: one page of 500 records is in memory.
 * Without `order by` it pages along ids, so that every record that exists all the time is there exactly once, whatever
 * others add and delete meanwhile. With an order it uses a cursor, which fixes the records at the start (OAuth: by
 * offset, at most 10,500). Pages are asked for again after failures that pass. Reading the body throws a ToolFailure.
 *
 * @see kintone REST API, Get Records; Create Cursor
 */
export const exportRecords = (session: KintoneSession, options: ExportOptions): RecordExport => {
  const summary: ExportSummary = { records: 0, truncated: false, lastRecordId: undefined };
  return { body: exportBody(session, options, summary), summary };
};

async function* exportBody(
  session: KintoneSession,
  options: ExportOptions,
  summary: ExportSummary,
): AsyncGenerator<Uint8Array, void> {
  const { format, encoding = "utf8", signal, timeoutMs = usualTimeoutMs } = options;
  const columns =
    format === "csv" ? await withPatience(() => readColumns(session, options, { signal, timeoutMs }), options) : [];
  const writer = await createRecordWriter(format, columns, encoding);
  const target = options.attachmentsDir === undefined ? undefined : await openDirectory(options.attachmentsDir);
  yield writer.head;
  for await (const records of exportPages(session, options, summary)) {
    const bytes = writer.page(target === undefined ? records : await saveAll(records, target, session, options));
    if (bytes.byteLength > 0) yield bytes;
  }
}

const readColumns = async (
  session: KintoneSession,
  { app, fields }: ExportOptions,
  calls: { readonly signal: AbortSignal; readonly timeoutMs: number },
) => {
  const { properties } = orThrow(await readFormFields(session, app, calls));
  const { layout } = orThrow(
    await session.request("getFormLayout", (client) => client.app.getFormLayout({ app }), {
      ...calls,
      repeatable: true,
    }),
  );
  return orThrow(exportColumns(properties, layout, fields));
};

const saveAll = async (
  records: readonly KintoneRecord[],
  target: DownloadTarget,
  session: KintoneSession,
  { app, signal, timeoutMs }: ExportOptions,
): Promise<readonly KintoneRecord[]> => {
  const saved: KintoneRecord[] = [];
  for (const record of records) {
    saved.push(await saveAttachments(record, session, { app, target, signal, timeoutMs }));
  }
  return saved;
};
