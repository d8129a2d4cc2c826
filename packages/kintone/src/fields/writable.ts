import type { FormField } from "./form-fields.ts";
import { nearCodes } from "./near-codes.ts";

/** What may happen to a record: some fields can be set on a new record only. */
export type WriteOperation = "add" | "update";

/** What is wrong with a field code that the form does not have, with codes that may be meant. */
export const unknownFieldProblem = (code: string, fields: Readonly<Record<string, FormField>>): string => {
  const near = nearCodes(code, fields);
  return near.length === 0
    ? "is no field code of this app"
    : `is no field code of this app; did you mean ${near.join(" or ")}?`;
};

/** Why a field cannot be written, if so. */
export const readOnlyProblem = ({ type }: FormField, operation: WriteOperation): string | undefined => {
  if (neverWritten.has(type)) return `cannot be written (${type})`;
  return operation === "update" && writtenOnce.has(type) ? `can be set on a new record only (${type})` : undefined;
};

/** Types whose fields can be read at most. */
export const readOnlyTypes = (): readonly string[] => [...neverWritten];

/** Types whose fields can be set on a new record only. */
export const addOnlyTypes = (): readonly string[] => [...writtenOnce];

const neverWritten: ReadonlySet<string> = new Set([
  "RECORD_NUMBER",
  "CALC",
  "STATUS",
  "STATUS_ASSIGNEE",
  "CATEGORY",
  "GROUP",
  "REFERENCE_TABLE",
  "LABEL",
  "SPACER",
  "HR",
]);
const writtenOnce: ReadonlySet<string> = new Set(["CREATED_TIME", "UPDATED_TIME", "CREATOR", "MODIFIER"]);
