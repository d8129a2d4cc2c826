import { invalidField, isObject, type ToolError } from "@tsunagu/core";
import { err, ok, Result } from "neverthrow";
import type { FormField } from "../fields/form-fields.ts";
import { unknownFieldProblem } from "../fields/writable.ts";

/** A column of a CSV file: a field, the row id of a table, or a field of a table. */
export interface Column {
  readonly code: string;
  readonly type: string;
  /** Code of the table that the column belongs to, for its row ids and its fields. */
  readonly table?: string;
}

type Fields = Readonly<Record<string, FormField>>;

/**
 * The columns of a CSV file in cli-kintone's order: that of `chosen`, or else that of the form's layout, with the
 * record number first and the other fields that kintone sets last where the layout leaves them out. A table is a
 * column of row ids, followed by its fields. Errors: `invalid_input` for a code that the form does not have.
 *
 * @see cli-kintone, record export
 */
export const exportColumns = (
  fields: Fields,
  layout: unknown,
  chosen: readonly string[] | undefined,
): Result<readonly Column[], ToolError> => {
  const order = layoutCodes(layout);
  const codes = chosen === undefined ? ok(usualCodes(fields, order)) : checkCodes(chosen, fields);
  return codes.map((list) => list.flatMap((code) => columnsOf(code, fields, order)));
};

/** Whether a file of these columns marks where a record begins, because a record may take several rows. */
export const hasTables = (columns: readonly Column[]): boolean => columns.some(({ table }) => table !== undefined);

const recordColumns: Readonly<Record<string, string>> = { $id: "__ID__", $revision: "__REVISION__" };

const columnsOf = (code: string, fields: Fields, order: readonly string[]): readonly Column[] => {
  const field = Object.hasOwn(fields, code) ? fields[code] : undefined;
  if (field === undefined) return [{ code, type: recordColumns[code] ?? "" }];
  if (field.type !== "SUBTABLE") return [{ code, type: field.type }];
  const inner = Object.values(field.fields ?? {}).map((cell) => ({ code: cell.code, type: cell.type, table: code }));
  return [{ code, type: field.type, table: code }, ...inner.sort(byLayout(order))];
};

const usualTypes: ReadonlySet<string> = new Set([
  ...["RECORD_NUMBER", "CREATOR", "CREATED_TIME", "MODIFIER", "UPDATED_TIME"],
  ...["SINGLE_LINE_TEXT", "MULTI_LINE_TEXT", "RICH_TEXT", "LINK", "NUMBER", "CALC", "DATE", "TIME", "DATETIME"],
  ...["RADIO_BUTTON", "DROP_DOWN", "CHECK_BOX", "MULTI_SELECT", "FILE", "SUBTABLE"],
  ...["USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT"],
]);
const lastTypes = ["CREATOR", "CREATED_TIME", "MODIFIER", "UPDATED_TIME"];

const usualCodes = (fields: Fields, order: readonly string[]): readonly string[] => {
  const rank = ({ code, type }: FormField): number => {
    const place = order.indexOf(code);
    if (place >= 0) return place;
    return type === "RECORD_NUMBER" ? -1 : order.length + lastTypes.indexOf(type) + 1;
  };
  return Object.values(fields)
    .filter(({ type }) => usualTypes.has(type))
    .sort((first, second) => rank(first) - rank(second))
    .map(({ code }) => code);
};

const byLayout =
  (order: readonly string[]) =>
  (first: Column, second: Column): number =>
    order.indexOf(first.code) - order.indexOf(second.code);

const checkCodes = (chosen: readonly string[], fields: Fields): Result<readonly string[], ToolError> =>
  Result.combine(
    chosen.map((code) => {
      if (Object.hasOwn(fields, code) || Object.hasOwn(recordColumns, code)) return ok(code);
      const table = Object.values(fields).find((field) => field.fields !== undefined && code in field.fields);
      const problem =
        table === undefined ? unknownFieldProblem(code, fields) : `is inside the table ${table.code}; name the table`;
      return err(invalidField("fields", `${code} ${problem}`, "Call kintone_get_fields for the field codes."));
    }),
  );

/** The codes of a form's layout from top to bottom, those of groups and tables in their place. */
const layoutCodes = (layout: unknown): readonly string[] => {
  if (!Array.isArray(layout)) return [];
  return layout.flatMap((part: unknown): readonly string[] => {
    if (!isObject(part)) return [];
    const own = typeof part["code"] === "string" && part["type"] !== "GROUP" ? [part["code"]] : [];
    return [...own, ...layoutCodes(part["fields"]), ...layoutCodes(part["layout"])];
  });
};
