import { emptyValue, type Field, type FieldTable } from "../fields.ts";
import { rowsOf, type Value } from "../records/values.ts";

/**
 * Converts the values of a record from one form to another: a field keeps its values under a new code, what is new is
 * empty (kintone fills no defaults into records that are there), and what is gone is dropped.
 */
export const convertValues = (
  from: FieldTable,
  to: FieldTable,
  codesBefore: ReadonlyMap<string, string>,
): ((values: readonly Value[]) => readonly Value[]) => {
  const readers = to.slots.map((field) => readerOf(field, sourceOf(field, from, codesBefore), codesBefore));
  return (values) => readers.map((read) => read(values));
};

/** The field that held the values before, unless another kind of field now has its code. */
const sourceOf = (field: Field, from: FieldTable, codesBefore: ReadonlyMap<string, string>): Field | undefined => {
  const source = from.byCode.get(codesBefore.get(field.code) ?? "");
  return source?.type === field.type ? source : undefined;
};

const readerOf = (
  field: Field,
  source: Field | undefined,
  codesBefore: ReadonlyMap<string, string>,
): ((values: readonly Value[]) => Value) => {
  const empty = emptyValue(field);
  const slot = source?.slot;
  if (slot === undefined) return () => empty;
  if (field.inner === undefined || source?.inner === undefined) return (values) => values[slot] ?? empty;
  const convertRow = convertValues(source.inner, field.inner, codesBefore);
  return (values) => rowsOf(values[slot]).map((row) => ({ id: row.id, values: convertRow(row.values) }));
};
