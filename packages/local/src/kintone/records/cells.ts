import { invalidJson } from "../errors.ts";

/** A record or row as sent: field codes with their cells, not yet checked. */
export type Cells = Readonly<Record<string, unknown>>;

/** The `record` of a request; absent means nothing is written. */
export const readCells = (raw: unknown, path: string): Cells => {
  if (raw === undefined || raw === null) return {};
  if (typeof raw !== "object" || Array.isArray(raw)) throw invalidJson(`${path} must be an object.`);
  return { ...raw };
};

/** Whether the request writes this field. */
export const isWritten = (cells: Cells, code: string): boolean => Object.hasOwn(cells, code);

/** The `value` of a field's cell. */
export const cellValue = (cells: Cells, code: string, path: string): unknown => {
  const cell = cells[code];
  if (cell === undefined || cell === null) return null;
  if (typeof cell !== "object" || Array.isArray(cell))
    throw invalidJson(`${path}.${code} must be an object with a value.`);
  return "value" in cell ? cell.value : null;
};
