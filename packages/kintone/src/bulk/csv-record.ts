import type { RecordData } from "../write/record-data.ts";
import type { CsvHeader, CsvTable } from "./csv-header.ts";

/**
 * Makes a record of the rows that it takes in a CSV file of cli-kintone's layout. Its own fields are in the first row.
 * A table has the rows in which its row id or one of its cells is filled; a table with none is left as it is.
 *
 * @see cli-kintone, record import, Table
 */
export const csvRecord = (rows: readonly (readonly string[])[], { columns, tables }: CsvHeader): RecordData => {
  const [first = []] = rows;
  const record: RecordData = {};
  for (const { index, code, type } of columns) record[code] = { value: cellValue(type, first[index] ?? "") };
  for (const table of tables) {
    const filled = rows.filter((row) => isFilled(row, table));
    if (filled.length > 0) record[table.code] = { value: filled.map((row) => tableRow(row, table)) };
  }
  return record;
};

const isFilled = (row: readonly string[], { ids, columns }: CsvTable): boolean =>
  (ids !== undefined && Boolean(row[ids])) || columns.some(({ index }) => Boolean(row[index]));

const tableRow = (row: readonly string[], { ids, columns }: CsvTable) => {
  const id = ids === undefined ? "" : (row[ids] ?? "");
  const cells = columns.map(({ index, code, type }) => [code, { value: cellValue(type, row[index] ?? "") }] as const);
  return { ...(id === "" ? {} : { id }), value: Object.fromEntries(cells) };
};

/** A cell as the value of a field of a type. */
const cellValue = (type: string, text: string): unknown => {
  const items = (): readonly string[] => text.split(/\r?\n/).filter((item) => item !== "");
  switch (type) {
    case "CHECK_BOX":
    case "MULTI_SELECT":
      return items();
    case "USER_SELECT":
    case "ORGANIZATION_SELECT":
    case "GROUP_SELECT":
      return items().map((code) => ({ code }));
    case "FILE":
      return items().map((path) => ({ path }));
    case "CREATOR":
    case "MODIFIER":
      return { code: text };
    case "DATE":
      return text.replaceAll("/", "-");
    default:
      return text;
  }
};
