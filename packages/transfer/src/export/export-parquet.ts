import {
  type ExportOptions,
  type ExportSummary,
  exportColumns,
  exportPages,
  type FormField,
  type KintoneSession,
  orThrow,
  type RecordExport,
  readFormFields,
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
  yield* parquetBody(exportPages(session, options, summary), columns);
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
