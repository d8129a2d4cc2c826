import { type ExportOptions, exportRecords, type KintoneSession, type RecordExport } from "@tsunagu/kintone";
import { exportParquet } from "./export-parquet.ts";

/** Forms of an exported file, with their media types. */
export const mediaTypes = {
  csv: "text/csv",
  jsonl: "application/jsonl",
  parquet: "application/vnd.apache.parquet",
} as const;
export type ExportFormat = keyof typeof mediaTypes;

/** Opens an export in any form. Nothing is read before its body is. */
export const openExport = (
  session: KintoneSession,
  { format, ...options }: Omit<ExportOptions, "format"> & { readonly format: ExportFormat },
): RecordExport =>
  format === "parquet" ? exportParquet(session, options) : exportRecords(session, { ...options, format });
