import { isObject } from "@tsunagu/core";
import type { KintoneRecord } from "../read/record.ts";

/** A record without its wrappers: each field its bare value, a table a list of its rows with their ids. */
export const flattenRecord = (record: KintoneRecord): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(record).map(([code, field]) => [
      code,
      isTable(field.type, field.value) ? field.value.map(flattenRow) : field.value,
    ]),
  );

/** A row of a table, as kintone answers it. */
export interface TableRow {
  readonly id?: unknown;
  readonly value: KintoneRecord;
}

/** Whether a value is a table's rows. */
export const isTable = (type: string | undefined, value: unknown): value is readonly TableRow[] =>
  (type === undefined || type === "SUBTABLE") &&
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((row) => isObject(row) && isObject(row["value"]));

/** A row of a table without its wrappers, with its id. A column whose code is `id` takes the row id's place. */
export const flattenRow = (row: TableRow): Record<string, unknown> => ({ id: row.id, ...flattenRecord(row.value) });
