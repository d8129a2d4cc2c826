import { isObject } from "@tsunagu/core";
import { isTable, type TableRow } from "../present/flatten.ts";
import type { KintoneRecord } from "../read/record.ts";
import { type Column, hasTables } from "./export-columns.ts";

/** The column, and the mark in it, of the row where a record begins. */
export const recordMark = "*";

/** The first row of a CSV file. */
export const headerRow = (columns: readonly Column[]): readonly string[] => {
  const codes = columns.map(({ code }) => code);
  return hasTables(columns) ? [recordMark, ...codes] : codes;
};

/**
 * A record as rows of cells in cli-kintone's layout. Without tables it is one row. With tables each table row has a row
 * of its own, one table after the other, the record's own fields repeat, and `*` marks where the record begins.
 *
 * @see cli-kintone, record export, Table
 */
export const recordRows = (record: KintoneRecord, columns: readonly Column[]): readonly (readonly string[])[] => {
  const own = columns.map(({ code, table }) => (table === undefined ? cellText(record[code]?.value) : ""));
  if (!hasTables(columns)) return [own];
  const tables = columns.filter(({ code, table }) => code === table);
  const rows = tables.flatMap(({ code }) => {
    const { type, value } = record[code] ?? {};
    return (isTable(type, value) ? value : []).map((row) => tableRow(row, code, columns, own));
  });
  return (rows.length === 0 ? [own] : rows).map((row, index) => [index === 0 ? recordMark : "", ...row]);
};

const tableRow = (
  { id, value }: TableRow,
  table: string,
  columns: readonly Column[],
  own: readonly string[],
): readonly string[] =>
  columns.map((column, index) => {
    if (column.table !== table) return own[index] ?? "";
    return column.code === table ? cellText(id) : cellText(value[column.code]?.value);
  });

/**
 * A value as one cell: lists by line breaks, people and groups by code, files by the path where they lie or their
 * name.
 */
export const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(cellText).join("\n");
  if (!isObject(value)) return String(value);
  const { path, code, name } = value;
  return String(path ?? code ?? name ?? "");
};
