import { type Issue, isObject, type ToolError, toolError } from "@tsunagu/core";
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from "neverthrow";
import type { KintoneSession, RequestOptions } from "../session.ts";
import type { RecordData } from "../write/record-data.ts";
import { withEmptyLists } from "./empty-lists.ts";
import { type FormField, recentFormFields } from "./form-fields.ts";
import { readOnlyProblem, unknownFieldProblem, type WriteOperation } from "./writable.ts";

/** A record to write, and where it stands in the input. */
export interface RecordToCheck {
  readonly path: readonly (string | number)[];
  readonly record: RecordData;
  readonly operation: WriteOperation;
}

export interface CheckOptions extends Omit<RequestOptions, "repeatable"> {
  /** false: the records are answered as they are. */
  readonly checkFields: boolean;
}

/**
 * Checks records' field codes against the form before they are written, since kintone drops codes that it does not know
 * without a word. Answers with the records, in order, an empty text made an empty list where the field holds a list. A
 * credential that may not read the form skips both. Errors: `invalid_input`, naming every unknown and read-only field with
 * its place.
 */
export const checkRecords = (
  session: KintoneSession,
  app: string,
  records: readonly RecordToCheck[],
  { checkFields, ...options }: CheckOptions,
): ResultAsync<readonly RecordData[], ToolError> => {
  const given = records.map(({ record }) => record);
  if (!checkFields || records.length === 0) return okAsync(given);
  return recentFormFields(session, app, options)
    .map(({ properties }) => properties)
    .orElse((error) => (error.code === "forbidden" ? okAsync(undefined) : errAsync(error)))
    .andThen((fields) =>
      fields === undefined
        ? ok(given)
        : findIssues(records, fields).map(() => given.map((record) => withEmptyLists(record, fields))),
    );
};

const mostIssues = 50;

const findIssues = (
  records: readonly RecordToCheck[],
  fields: Readonly<Record<string, FormField>>,
): Result<void, ToolError> => {
  const issues = records
    .flatMap(({ record, path, operation }) => recordIssues(record, path, fields, operation))
    .slice(0, mostIssues);
  if (issues.length === 0) return ok(undefined);
  const named = issues.slice(0, 10).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  return err(
    toolError("invalid_input", named.join("; "), {
      issues,
      hint: "Call kintone_get_fields for the field codes. Nothing was written.",
    }),
  );
};

const recordIssues = (
  record: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
  fields: Readonly<Record<string, FormField>>,
  operation: WriteOperation,
): readonly Issue[] =>
  Object.entries(record).flatMap(([code, given]) => {
    const field = Object.hasOwn(fields, code) ? fields[code] : undefined;
    const problem = code.startsWith("$")
      ? "is set by kintone"
      : field === undefined
        ? unknownFieldProblem(code, fields)
        : readOnlyProblem(field, operation);
    if (problem !== undefined) return [{ path: [...path, code], message: problem }];
    const rows = isObject(given) && Array.isArray(given["value"]) ? given["value"] : [];
    const cells = field?.fields;
    if (cells === undefined) return [];
    return rows.flatMap((row, index) =>
      isObject(row) && isObject(row["value"])
        ? recordIssues(row["value"], [...path, code, index], cells, operation)
        : [],
    );
  });
