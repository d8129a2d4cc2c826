import { ToolFailure, toolError } from "@tsunagu/core";
import { type KintoneRecord, recordId } from "../read/record.ts";
import { headerRow, recordRows } from "./csv-rows.ts";
import type { Column } from "./export-columns.ts";
import { createEncoder, type Encoder, type TextEncoding } from "./text-encoding.ts";

/**
 * Forms of a file of records. `csv` is laid out as cli-kintone does; `jsonl` holds one record in kintone's own form a
 * line.
 */
export const recordFormats = ["csv", "jsonl"] as const;
export type RecordFormat = (typeof recordFormats)[number];

/** Turns pages of records into a file's bytes. */
export interface RecordWriter {
  /** What comes before the first record. */
  readonly head: Buffer;
  /** Throws a ToolFailure, `unsupported`, that names the record and field that the encoding cannot represent. */
  page(records: readonly KintoneRecord[]): Buffer;
}

/** Makes a writer. `columns` are needed for CSV alone. JSON Lines are always UTF-8. */
export const createRecordWriter = async (
  format: RecordFormat,
  columns: readonly Column[],
  encoding: TextEncoding,
): Promise<RecordWriter> => {
  if (format === "jsonl") return { head: Buffer.alloc(0), page: jsonLines };
  const [encode, { stringify }] = await Promise.all([createEncoder(encoding), import("csv-stringify/sync")]);
  const text = (rows: readonly (readonly string[])[]): string => stringify([...rows], style);
  const header = headerRow(columns);
  return {
    head: encoded(text([header]), encode, () => unencodable(header, header, "in the header", encode)),
    page: (records) => {
      checkComplete(records, columns);
      const pages = text(records.flatMap((record) => recordRows(record, columns)));
      return encoded(pages, encode, () => failureAt(records, columns, encode));
    },
  };
};

/** Line by line into the bytes: one text of a whole page would be a large object, which V8 lets wait for its collection. */
const jsonLines = (records: readonly KintoneRecord[]): Buffer => {
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  const bytes = Buffer.allocUnsafeSlow(lines.reduce((size, line) => size + Buffer.byteLength(line), 0));
  let offset = 0;
  for (const line of lines) offset += bytes.write(line, offset);
  return bytes;
};

/** An empty cell would hide that the form was changed while it was exported. */
const checkComplete = (records: readonly KintoneRecord[], columns: readonly Column[]): void => {
  const fields = columns.filter(({ code, table, type }) => (table ?? code) === code && !sometimesAbsent.has(type));
  for (const record of records) {
    const missing = fields.find(({ code }) => !Object.hasOwn(record, code));
    if (missing === undefined) continue;
    throw new ToolFailure(
      toolError("conflict", `Record ${recordId(record)} comes without the field ${missing.code}.`, {
        hint: "The form was changed meanwhile, or the credential may not see the field; then leave it out by naming the other fields.",
      }),
    );
  }
};

const sometimesAbsent: ReadonlySet<string> = new Set(["STATUS", "STATUS_ASSIGNEE", "CATEGORY"]);

/** Every cell in quotes but empty ones, lines ended by LF. */
const style = { quoted: true, quoted_empty: false, record_delimiter: "\n" };

const encoded = (text: string, encode: Encoder, failure: () => ToolFailure): Buffer => {
  const bytes = encode(text);
  if (bytes === undefined) throw failure();
  return bytes;
};

const failureAt = (records: readonly KintoneRecord[], columns: readonly Column[], encode: Encoder): ToolFailure => {
  const header = headerRow(columns);
  const place = records
    .flatMap((record) => recordRows(record, columns).map((row) => ({ record, row })))
    .find(({ row }) => row.some((cell) => encode(cell) === undefined));
  return unencodable(place?.row ?? [], header, `in record ${place && recordId(place.record)}`, encode);
};

const unencodable = (
  row: readonly string[],
  header: readonly string[],
  where: string,
  encode: Encoder,
): ToolFailure => {
  const index = row.findIndex((cell) => encode(cell) === undefined);
  const character = [...(row[index] ?? "")].find((each) => encode(each) === undefined);
  const field = header[index] ?? "";
  return new ToolFailure(
    toolError("unsupported", `Shift_JIS cannot represent ${JSON.stringify(character)} ${where}, field ${field}.`, {
      hint: "Use the encoding utf8, leave that field out, or change the text.",
    }),
  );
};
