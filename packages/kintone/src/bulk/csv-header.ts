import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import type { FormField } from "../fields/form-fields.ts";
import { recordMark } from "./csv-rows.ts";
import { type FieldChoice, useOf } from "./import-fields.ts";

/** A column that is read, and where it stands. */
export interface CsvColumn {
  readonly index: number;
  readonly code: string;
  readonly type: string;
}

/** What a CSV file's columns mean. */
export interface CsvHeader {
  readonly cells: number;
  /** Index of the column that marks where a record begins; undefined when every row is a record. */
  readonly mark: number | undefined;
  readonly columns: readonly CsvColumn[];
  readonly tables: readonly CsvTable[];
}

export interface CsvTable {
  readonly code: string;
  /** Index of the column of row ids; undefined when there is none. */
  readonly ids: number | undefined;
  readonly columns: readonly CsvColumn[];
}

type Fields = Readonly<Record<string, FormField>>;

/**
 * Reads a header of field codes. Errors: `invalid_input`, naming every column that the form lacks or that comes twice,
 * and every field that is asked for and has no column.
 */
export const readHeader = (
  header: readonly string[],
  form: Fields,
  choice: FieldChoice,
): Result<CsvHeader, ToolError> => {
  const problems: string[] = [];
  const columns: CsvColumn[] = [];
  const tables = new Map<string, CsvTable>();
  for (const [index, code] of header.entries()) {
    if (header.indexOf(code) !== index) problems.push(`${code} comes twice`);
    const table = Object.values(form).find((field) => field.fields !== undefined && Object.hasOwn(field.fields, code));
    const owner = table?.code ?? code;
    if (code === recordMark) continue;
    const use = useOf(owner, form, choice);
    if (typeof use === "object") problems.push(`${code} ${use.problem}`);
    if (use !== "write" && use !== "key") continue;
    const field = table?.fields?.[code] ?? form[code];
    const isTable = field?.fields !== undefined;
    if (table === undefined && !isTable) columns.push({ index, code, type: field?.type ?? "" });
    else tables.set(owner, joined(tables.get(owner), owner, { index, code, type: field?.type ?? "" }, isTable));
  }
  const asked = [...(choice.fields ?? []), ...(choice.updateKey === undefined ? [] : [choice.updateKey])];
  problems.push(
    ...asked.filter((code) => !header.includes(code) && !tables.has(code)).map((code) => `${code} is no column`),
  );
  const mark = header.indexOf(recordMark);
  if (problems.length > 0) return err(headerError(problems));
  return ok({ cells: header.length, mark: mark < 0 ? undefined : mark, columns, tables: [...tables.values()] });
};

const joined = (table: CsvTable | undefined, code: string, column: CsvColumn, isIds: boolean): CsvTable => {
  const columns = table?.columns ?? [];
  if (isIds) return { code, ids: column.index, columns };
  const writable = column.type === "CALC" ? columns : [...columns, column];
  return { code, ids: table?.ids, columns: writable };
};

const mostNamed = 20;

const headerError = (problems: readonly string[]): ToolError =>
  toolError("invalid_input", `The header does not fit the app: ${problems.slice(0, mostNamed).join("; ")}.`, {
    hint: "The first row holds field codes. With fields, only the columns that it names are read. Nothing was written.",
  });
