import { invalidField, type ToolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import type { KintoneRecord } from "../read/record.ts";
import { flattenRecord, flattenRow, isTable } from "./flatten.ts";

type Flat = Readonly<Record<string, unknown>>;

/**
 * The rows of one table over all records, flat, each with its `id` and the record's own fields that `codes` names. Codes of
 * columns keep those columns only; without one every column stays. Errors: `invalid_input` when the field is no table.
 */
export const tableRows = (
  records: readonly KintoneRecord[],
  table: string,
  codes: readonly string[] | undefined,
): Result<readonly Flat[], ToolError> => {
  const problem = tableProblem(records, table);
  if (problem !== undefined)
    return err(invalidField("subtable_field_code", problem, "Name a field of type SUBTABLE that was read."));
  const flat = records.map((record) => {
    const { type, value } = record[table] ?? {};
    return { parent: flattenRecord(record), rows: isTable(type, value) ? value.map(flattenRow) : [] };
  });
  const columns = new Set(flat.flatMap(({ rows }) => rows.flatMap((row) => Object.keys(row))));
  const chosen = codes?.filter((code) => code !== "id" && columns.has(code)) ?? [];
  const parents = codes?.filter((code) => !columns.has(code) && code !== table) ?? [];
  return ok(
    flat.flatMap(({ parent, rows }) =>
      rows.map((row) => ({
        ...(chosen.length === 0 ? row : pick(row, ["id", ...chosen])),
        ...pick(parent, parents),
      })),
    ),
  );
};

/** The named members that an object has. */
export const pick = (from: Flat, names: readonly string[]): Flat =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(from, name)).map((name) => [name, from[name]]));

const tableProblem = (records: readonly KintoneRecord[], table: string): string | undefined => {
  const fields = records.filter((record) => Object.hasOwn(record, table)).map((record) => record[table]);
  if (fields.length === 0) return records.length === 0 ? undefined : `no record holds the field ${table}`;
  const isOther = fields.every((field) => field?.type !== undefined && field.type !== "SUBTABLE");
  return isOther ? `${table} is no table (${fields[0]?.type})` : undefined;
};
