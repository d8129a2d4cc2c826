import { isObject } from "@tsunagu/core";
import type { RecordData } from "../write/record-data.ts";
import type { FormField } from "./form-fields.ts";
import { isListType } from "./list-types.ts";

/** A record in which an empty text becomes an empty list where the field's value is a list, also inside tables. */
export const withEmptyLists = (record: RecordData, fields: Readonly<Record<string, FormField>>): RecordData =>
  Object.fromEntries(
    Object.entries(record).map(([code, { value }]) => [code, { value: valueOfField(value, fields[code]) }]),
  );

const valueOfField = (value: unknown, field: FormField | undefined): unknown => {
  if (field === undefined || !isListType(field.type)) return value;
  if (value === "") return [];
  const cells = field.fields;
  return cells !== undefined && Array.isArray(value) ? value.map((row) => rowWithEmptyLists(row, cells)) : value;
};

const rowWithEmptyLists = (row: unknown, cells: Readonly<Record<string, FormField>>): unknown =>
  isObject(row) && isObject(row["value"]) && Object.values(row["value"]).every(hasValue)
    ? { ...row, value: withEmptyLists(row["value"] as RecordData, cells) }
    : row;

const hasValue = (cell: unknown): boolean => isObject(cell) && "value" in cell;
