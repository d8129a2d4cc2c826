import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import type { FormField } from "../fields/form-fields.ts";
import { readOnlyProblem, unknownFieldProblem } from "../fields/writable.ts";

type Fields = Readonly<Record<string, FormField>>;

/** Which fields of the input are written, and which one names the record. */
export interface FieldChoice {
  /** Only these codes, if given. */
  readonly fields?: readonly string[] | undefined;
  /** Code of the field that names the record to update; `$id` or the record number field also do. */
  readonly updateKey?: string | undefined;
}

/** What becomes of a field of the input. */
export type FieldUse = "write" | "key" | "pass over" | { readonly problem: string };

/**
 * What becomes of a field of the input. Fields that kintone sets are passed over, so that an export can be imported as
 * it is, unless `fields` names them; a code that the form lacks is a problem, since kintone would drop it without a
 * word.
 */
export const useOf = (code: string, form: Fields, { fields, updateKey }: FieldChoice): FieldUse => {
  if (code === updateKey) return "key";
  if (fields !== undefined && !fields.includes(code)) return "pass over";
  if (code === "$id" || code === "$revision") return "pass over";
  const field = Object.hasOwn(form, code) ? form[code] : undefined;
  if (field === undefined) return { problem: unknownFieldProblem(code, form) };
  const problem = readOnlyProblem(field, "update");
  if (problem === undefined) return "write";
  if (fields === undefined) return "pass over";
  return updateKey === undefined && readOnlyProblem(field, "add") === undefined ? "write" : { problem };
};

/** How an update key names a record. */
export type KeyKind = "field" | "id";

/** Checks that a field can name records. Errors: `invalid_input`. */
export const checkUpdateKey = (code: string, form: Fields): Result<KeyKind, ToolError> => {
  if (code === "$id") return ok("id");
  const field = Object.hasOwn(form, code) ? form[code] : undefined;
  if (field?.type === "RECORD_NUMBER") return ok("id");
  if (field === undefined) return err(keyError(code, unknownFieldProblem(code, form)));
  if (field.type !== "SINGLE_LINE_TEXT" && field.type !== "NUMBER")
    return err(keyError(code, `is of type ${field.type}, which names no record`));
  return field["unique"] === true ? ok("field") : err(keyError(code, "does not prohibit duplicate values"));
};

const keyError = (code: string, problem: string): ToolError =>
  toolError("invalid_input", `update_key: ${code} ${problem}`, {
    issues: [{ path: ["update_key"], message: `${code} ${problem}` }],
    hint: "Name a text (single-line) or number field that prohibits duplicate values, or the record number field.",
  });
