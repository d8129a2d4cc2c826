import type { FormField } from "../fields/form-fields.ts";

/** What can be wrong with a record's values, as a closed list. */
export const problemCodes = [
  "empty_record",
  "unknown_field",
  "read_only",
  "required",
  "wrong_shape",
  "not_a_choice",
  "not_a_number",
  "too_many_digits",
  "out_of_range",
  "not_a_date",
  "not_a_time",
  "not_a_datetime",
  "too_long",
  "too_short",
  "not_a_link",
] as const;

/** What could not be checked, or becomes of a value though it is valid, as a closed list. */
export const noteCodes = [
  "unique_not_checked",
  "lookup_not_checked",
  "filled_by_lookup",
  "calculated",
  "rounded",
  "type_not_checked",
] as const;

export type ProblemCode = (typeof problemCodes)[number];
export type NoteCode = (typeof noteCodes)[number];
export type Path = readonly (string | number)[];

/** Something about a place in a record. */
export interface Finding<Code extends string> {
  readonly path: Path;
  /** Code of the field, or of the table's column; null for the record as a whole. */
  readonly field: string | null;
  readonly code: Code;
  readonly message: string;
}

/** Something wrong with a field's value; `at` leads from the value to the part that is wrong. */
export interface Problem {
  readonly at?: Path;
  readonly code: ProblemCode;
  readonly message: string;
}

/** Checks one value, which is not empty, of one field. */
export type Check = (value: unknown, field: FormField) => readonly Problem[];

/** One problem with the value as a whole. */
export const problem = (code: ProblemCode, message: string): readonly Problem[] => [{ code, message }];

/** A setting of a field that kintone answers as text, empty when it is not set. */
export const settingOf = (field: FormField, name: string): string | undefined => {
  const setting = field[name];
  return typeof setting === "number" || (typeof setting === "string" && setting !== "") ? String(setting) : undefined;
};
