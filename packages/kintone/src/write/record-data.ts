import { isObject, type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** Values to write, by field code. */
export type RecordData = Record<string, { value: unknown }>;

/**
 * Reads a record to write: `{ code: { value } }`, also wrapped as `{ "record_data": { … } }`. null becomes an empty text at
 * any depth, which empties a field. Errors: `invalid_input` for an empty record and for a field without `value`.
 */
export const readRecordData = (
  given: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
): Result<RecordData, ToolError> => {
  const record = unwrapRecord(given);
  const entries = Object.entries(record);
  if (entries.length === 0)
    return err(dataError(path, "holds no field", 'Write at least one field, as {"Name": {"value": "Sato"}}.'));
  const bare = entries.find(([, field]) => !isObject(field) || !("value" in field));
  if (bare !== undefined)
    return err(dataError([...path, bare[0]], "has no value key", `Write {"${bare[0]}": {"value": …}}.`));
  return ok(
    Object.fromEntries(
      entries.map(([code, field]) => [code, { value: withoutNull(isObject(field) ? field["value"] : field) }]),
    ),
  );
};

/** The record itself of one that is wrapped as `{ "record_data": { … } }`. */
export const unwrapRecord = (given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const inner = given["record_data"];
  return Object.keys(given).length === 1 && isObject(inner) && !("value" in inner) ? inner : given;
};

/** kintone empties a field by an empty text; models and forms write null for it. */
const withoutNull = (value: unknown): unknown => {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(withoutNull);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNull(item)]))
    : value;
};

/** An `invalid_input` error about a place in the records of the input. */
export const dataError = (path: readonly (string | number)[], problem: string, hint: string): ToolError =>
  toolError("invalid_input", `${path.join(".")}: ${problem}`, { issues: [{ path, message: problem }], hint });
