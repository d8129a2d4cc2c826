import { isObject } from "@tsunagu/core";
import type { FormField } from "../fields/form-fields.ts";
import { isListType } from "../fields/list-types.ts";
import { readOnlyProblem, unknownFieldProblem, type WriteOperation } from "../fields/writable.ts";
import { checkOf } from "./checks.ts";
import type { Finding, NoteCode, Path, ProblemCode } from "./finding.ts";
import { copiedFields, notesOf } from "./notes.ts";
import { missingFields } from "./required.ts";

type Fields = Readonly<Record<string, FormField>>;

/** What was found in a record. */
export interface Findings {
  readonly errors: readonly Finding<ProblemCode>[];
  readonly notes: readonly Finding<NoteCode>[];
}

/** Checks a record's values against the form's fields, tables row by row. Pure. */
export const validateRecord = (
  record: Readonly<Record<string, unknown>>,
  fields: Fields,
  operation: WriteOperation,
  path: Path,
): Findings => {
  if (Object.keys(record).length === 0) {
    const message = 'holds no field; write at least one, as {"Name": {"value": "Sato"}}';
    return { errors: [{ path, field: null, code: "empty_record", message }], notes: [] };
  }
  return validateFields(record, { fields, operation, path, copied: copiedFields(fields) });
};

/** Where values stand: in the record, or in a row of one of its tables. */
interface Place {
  readonly fields: Fields;
  readonly operation: WriteOperation;
  readonly path: Path;
  /** Fields that lookups fill, each with the code of its lookup. */
  readonly copied: ReadonlyMap<string, string>;
}

const validateFields = (given: Readonly<Record<string, unknown>>, place: Place): Findings => {
  const found = Object.entries(given).map(([code, entry]) => validateField(code, entry, place));
  const missing = place.operation === "add" ? missingFields(given, place.fields, place.copied, place.path) : [];
  return joined([...found, { errors: missing, notes: [] }]);
};

const validateField = (code: string, entry: unknown, { fields, operation, path, copied }: Place): Findings => {
  const here = [...path, code];
  const failed = (problemCode: ProblemCode, message: string, at: Path = []): Finding<ProblemCode> => ({
    path: [...here, ...at],
    field: code,
    code: problemCode,
    message,
  });
  if (code.startsWith("$")) return only(failed("read_only", "is set by kintone"));
  const field = Object.hasOwn(fields, code) ? fields[code] : undefined;
  if (field === undefined) return only(failed("unknown_field", unknownFieldProblem(code, fields)));
  const readOnly = readOnlyProblem(field, operation);
  if (readOnly !== undefined) return only(failed("read_only", readOnly));
  if (!isObject(entry) || !Object.hasOwn(entry, "value"))
    return only(failed("wrong_shape", `has no value key; write {"${code}": {"value": …}}`));
  const { value } = entry;
  if (isEmpty(value, field.type))
    return field["required"] === true ? only(failed("required", "is required and cannot be emptied")) : nothing;
  if (field.fields !== undefined) return validateTable(value, field.fields, here, code, operation);
  const errors = (checkOf(field.type)?.(value, field) ?? []).map(({ code: problemCode, message, at }) =>
    failed(problemCode, message, at),
  );
  const notes = notesOf(value, field, copied.get(code)).map((note) => ({ ...note, path: here, field: code }));
  return { errors, notes: errors.length === 0 ? notes : [] };
};

/** A row without an id is new, whatever happens to the record. */
const validateTable = (
  value: unknown,
  fields: Fields,
  path: Path,
  table: string,
  operation: WriteOperation,
): Findings => {
  const failed = (message: string, at: Path = []): Findings =>
    only({ path: [...path, ...at], field: table, code: "wrong_shape", message });
  if (!Array.isArray(value)) return failed('is not a list of rows such as [{"value": {"Item": {"value": "Pen"}}}]');
  const copied = copiedFields(fields);
  return joined(
    value.map((row: unknown, index) => {
      const cells = isObject(row) ? row["value"] : undefined;
      if (!isObject(row) || !isObject(cells))
        return failed('is no row; write {"value": {"Item": {"value": "Pen"}}}', [index]);
      const id = row["id"] ?? "";
      if (!/^\d*$/.test(String(id)))
        return failed("has an id that is no row id: rows that were read have one", [index]);
      const rowOperation = operation === "update" && id !== "" ? "update" : "add";
      return validateFields(cells, { fields, operation: rowOperation, path: [...path, index], copied });
    }),
  );
};

/** Lists are emptied by an empty list only; an empty text in their place is of the wrong shape. */
const isEmpty = (value: unknown, type: string): boolean =>
  Array.isArray(value) ? value.length === 0 : !isListType(type) && (value ?? "") === "";

const nothing: Findings = { errors: [], notes: [] };

const only = (error: Finding<ProblemCode>): Findings => ({ errors: [error], notes: [] });

const joined = (parts: readonly Findings[]): Findings => ({
  errors: parts.flatMap(({ errors }) => errors),
  notes: parts.flatMap(({ notes }) => notes),
});
