import { invalidJson, KintoneError } from "../errors.ts";
import type { Field, FieldTable } from "../fields.ts";
import { cellValue, isWritten, readCells } from "./cells.ts";
import { type DefaultContext, defaultValue } from "./defaults.ts";
import { readList, readValue } from "./read-value.ts";
import { attachmentsOf, type Row, type Value } from "./values.ts";

/** What reading rows needs beside what values need. */
export interface RowContext extends DefaultContext {
  readonly nextRowId: () => number;
}

/**
 * The rows a table field has after a write: the rows sent replace the table. A row whose id the table has keeps the
 * cells that are not sent; any other row is new, with defaults and an id of its own.
 *
 * @see kintone REST API, Update Record
 */
export const readRows = (
  fields: FieldTable,
  raw: unknown,
  path: string,
  before: readonly Row[],
  context: RowContext,
): readonly Row[] => {
  const sent = readList(raw, { path }).map((row, index) => readRow(row, `${path}.value[${index}]`));
  refuseRepeatedIds(sent.map((row) => row.id));
  return sent.map(({ id, cells }, index) => {
    const kept = before.find((row) => row.id === id);
    const rowPath = `${path}.value[${index}].value`;
    const values = fields.slots.map((field) => readCell(field, cells, rowPath, kept, context));
    return { id: kept?.id ?? context.nextRowId(), values };
  });
};

const readRow = (raw: unknown, path: string): { id: number | undefined; cells: Readonly<Record<string, unknown>> } => {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw invalidJson(`${path} must be an object.`);
  const cells = readCells("value" in raw ? raw.value : undefined, `${path}.value`);
  return { id: readRowId("id" in raw ? raw.id : undefined, path), cells };
};

const readRowId = (raw: unknown, path: string): number | undefined => {
  if (raw === undefined || raw === null || raw === "") return undefined;
  const id = typeof raw === "string" || typeof raw === "number" ? Number(raw) : Number.NaN;
  if (!Number.isInteger(id)) throw invalidJson(`${path}.id must be a number.`);
  return id;
};

const refuseRepeatedIds = (ids: readonly (number | undefined)[]): void => {
  const given = ids.filter((id) => id !== undefined);
  if (new Set(given).size < given.length)
    throw new KintoneError(400, "GAIA_SI01", "A row id is given twice in a table.");
};

const readCell = (
  field: Field,
  cells: Readonly<Record<string, unknown>>,
  path: string,
  kept: Row | undefined,
  context: RowContext,
): Value => {
  const before = kept?.values[field.slot ?? -1];
  if (!isWritten(cells, field.code)) return before ?? defaultValue(field, context);
  if (field.type === "CALC") throw invalidJson(`${path}.${field.code} is computed and cannot be written.`);
  const place = { path: `${path}.${field.code}`, numberPath: undefined, attached: attachmentsOf(before) };
  return readValue(field, cellValue(cells, field.code, path), place, context);
};
