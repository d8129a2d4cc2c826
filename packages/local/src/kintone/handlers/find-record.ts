import type { App } from "../app.ts";
import type { Call } from "../call.ts";
import { normalizeNumber } from "../decimal.ts";
import { invalidInput, KintoneError, recordNotFound } from "../errors.ts";
import type { Field } from "../fields.ts";
import { objectAt, optionalInteger, type Parameters, requiredText } from "../parameters.ts";
import type { StoredRecord } from "../records/values.ts";

const MAX_KEY_LENGTH = 64;

/** How a write names its record: by id, or by a field that prohibits duplicates. */
export type RecordKey =
  | { readonly kind: "id"; readonly id: number }
  | { readonly kind: "key"; readonly field: Field; readonly value: string };

/** A record by id; 404 GAIA_RE01 when the app has none. */
export const findRecord = (app: App, id: number): StoredRecord => {
  const record = app.table.get(id);
  if (record === undefined) throw recordNotFound(id);
  return record;
};

/** Reads `id` or `updateKey` (exactly one) of a write. */
export const readRecordKey = (app: App, parameters: Parameters, path: string): RecordKey => {
  const id = optionalInteger(parameters, "id", `${path}id`);
  if (parameters.updateKey === undefined || parameters.updateKey === null) {
    if (id === undefined) throw invalidInput(`${path}id`, "Give id or updateKey.");
    return { kind: "id", id };
  }
  if (id !== undefined) throw invalidInput(`${path}updateKey`, "Give either id or updateKey, not both.");
  return readUpdateKey(app, objectAt(parameters.updateKey, `${path}updateKey`), `${path}updateKey`);
};

/** The record a key names; undefined when there is none. */
export const lookUpRecord = (app: App, key: RecordKey): StoredRecord | undefined => {
  if (key.kind === "id") return app.table.get(key.id);
  const owner = app.table.owner(key.field, key.value);
  return owner === undefined ? undefined : app.table.get(owner);
};

/** As `lookUpRecord`, but 404 when there is none: GAIA_RE01 by id, GAIA_RE20 by key. */
export const requireRecord = (app: App, key: RecordKey): StoredRecord => {
  const record = lookUpRecord(app, key);
  if (record !== undefined) return record;
  if (key.kind === "id") throw recordNotFound(key.id);
  throw new KintoneError(404, "GAIA_RE20", `No record has ${key.value} in field ${key.field.code}.`);
};

/** Reads a revision; -1 and nothing both mean any. */
export const readRevision = (parameters: Parameters, path: string): number | undefined =>
  optionalInteger(parameters, "revision", `${path}revision`);

/** Reads a call's `record` id parameter and finds the record. */
export const recordOfCall = (app: App, { parameters }: Pick<Call, "parameters">, name: string): StoredRecord => {
  const id = optionalInteger(parameters, name);
  if (id === undefined) throw invalidInput(name, "This parameter is required.");
  return findRecord(app, id);
};

const readUpdateKey = (app: App, parameters: Parameters, path: string): RecordKey => {
  const code = requiredText(parameters, "field", `${path}.field`);
  const field = app.fields.byCode.get(code);
  const isText = field?.type === "SINGLE_LINE_TEXT";
  if (field === undefined || !(isText || field.type === "NUMBER") || field.definition.unique !== true) {
    throw invalidInput(
      `${path}.field`,
      "The field must be single-line text or a number and prohibit duplicate values.",
    );
  }
  const raw = parameters.value;
  const value = typeof raw === "number" ? String(raw) : raw;
  if (typeof value !== "string" || value === "") throw invalidInput(`${path}.value`, "This parameter is required.");
  if (value.length > MAX_KEY_LENGTH)
    throw invalidInput(`${path}.value`, `At most ${MAX_KEY_LENGTH} characters are possible.`);
  if (!isText && normalizeNumber(value) === undefined)
    throw invalidInput(`${path}.value`, "The value must be a number.");
  return { kind: "key", field, value };
};
