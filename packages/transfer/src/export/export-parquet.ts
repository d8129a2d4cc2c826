import {
  createReader,
  type ExportOptions,
  type ExportSummary,
  exportColumns,
  type FormField,
  type KintoneRecord,
  type KintoneSession,
  orThrow,
  planRead,
  type Reader,
  type RecordExport,
  readAhead,
  readFormFields,
  readRecords,
  recordId,
  withPatience,
} from "@tsunagu/kintone";
import { type ParquetColumn, parquetColumn } from "../parquet/columns.ts";
import { parquetBody } from "../parquet/parquet-body.ts";

type ParquetOptions = Omit<ExportOptions, "format" | "encoding" | "attachmentsDir">;

const usualTimeoutMs = 120_000;

/**
 * Exports an app's records as a Parquet file that is made while it is read. Records are read as `exportRecords` reads them. Without
 * `fields` the columns are record id, revision, those of a CSV export, and the process's where the app has one.
 */
export const exportParquet = (session: KintoneSession, options: ParquetOptions): RecordExport => {
  const summary: ExportSummary = { records: 0, truncated: false, lastRecordId: undefined };
  return { body: exportBody(session, options, summary), summary };
};

async function* exportBody(
  session: KintoneSession,
  options: ParquetOptions,
  summary: ExportSummary,
): AsyncGenerator<Uint8Array, void> {
  const columns = await readColumns(session, options);
  yield* parquetBody(readPages(session, options, summary), columns);
}

const readColumns = async (
  session: KintoneSession,
  { app, fields, signal, timeoutMs = usualTimeoutMs }: ParquetOptions,
): Promise<readonly ParquetColumn[]> => {
  const { properties } = orThrow(await readFormFields(session, app, { signal, timeoutMs }));
  const { layout } = orThrow(
    await session.request("getFormLayout", (client) => client.app.getFormLayout({ app }), {
      ...{ signal, timeoutMs, repeatable: true },
    }),
  );
  const listed = orThrow(exportColumns(properties, layout, fields))
    .filter(({ code, table }) => table === undefined || table === code)
    .map(({ code, type }): FormField => properties[code] ?? { code, type });
  if (fields !== undefined) return listed.map(parquetColumn);
  const process = Object.values(properties).filter(({ type, enabled }) => processTypes.has(type) && enabled === true);
  return [...recordFields, ...listed, ...process].map(parquetColumn);
};

const recordFields: readonly FormField[] = [
  { code: "$id", type: "__ID__" },
  { code: "$revision", type: "__REVISION__" },
];
const processTypes: ReadonlySet<string> = new Set(["STATUS", "STATUS_ASSIGNEE", "CATEGORY"]);

async function* readPages(
  session: KintoneSession,
  options: ParquetOptions,
  summary: ExportSummary,
): AsyncGenerator<readonly KintoneRecord[], void> {
  const { app, fields, signal, timeoutMs = usualTimeoutMs, maxRecords = Number.MAX_SAFE_INTEGER } = options;
  const plan = orThrow(planRead(options.query ?? "", maxRecords));
  const reader = createReader(session, { app, fields, includeTotalCount: true, signal, timeoutMs });
  let total: number | undefined;
  for await (const page of readAhead(readRecords(patientReader(reader, options), plan))) {
    total ??= page.totalCount && Math.max(0, Math.min(page.totalCount - plan.offset, plan.ceiling));
    yield page.records;
    summary.records += page.records.length;
    summary.truncated = page.truncated;
    summary.lastRecordId = page.records.map(recordId).at(-1) ?? summary.lastRecordId;
    options.onProgress?.({ done: summary.records, total });
  }
}

/** Pages along ids and by offset can be asked for again; a cursor has moved on. */
const patientReader = (reader: Reader, options: ParquetOptions): Reader => ({
  ...reader,
  page: (query, limit) => withPatience(() => reader.page(query, limit), options),
});
