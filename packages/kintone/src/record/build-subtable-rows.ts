import { isObject, type ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, okAsync, Result } from "neverthrow";
import { offlineTool } from "../offline-tool.ts";
import { recordOutput } from "../schema.ts";
import { dataError } from "../write/record-data.ts";
import { wrapValues } from "../write/wrap-values.ts";

const maxRows = 10_000;

/** Builds the rows of a table out of plain objects. Calls nobody. */
export const kintoneBuildSubtableRows = offlineTool({
  name: "kintone_build_subtable_rows",
  title: "Build rows of a kintone table",
  description:
    'Turns plain rows into the value of a kintone table field: [{"Item": "Pen"}] becomes {"value": [{"value": {"Item": {"value": "Pen"}}}]}. ' +
    "Writing a table replaces all its rows: those that are to stay must be sent back with their `id`, as kintone_flatten_json gives " +
    "them with subtable_field_code. A row without an id is new. Does not call kintone.",
  effect: { kind: "read" },
  permissions: [],

  input: () =>
    z.strictObject({
      subtable_source: z
        .array(z.looseObject({}))
        .max(maxRows)
        .describe(
          'Plain rows: column code to value, as [{"id": "12", "Item": "Pen", "Tags": ["A"]}]. null empties a column.',
        ),
      row_id_key: z
        .string()
        .min(1)
        .max(128)
        .default("id")
        .describe("Which key of a plain row holds the row id. Name another one when the table has a column `id`."),
    }),

  output: () =>
    z.object({
      value: z
        .array(z.object({ id: z.string().optional(), value: recordOutput() }))
        .describe("The rows. The whole answer is what a record holds under the table's code."),
    }),

  execute: ({ subtable_source, row_id_key }) =>
    Result.combine(subtable_source.map((row, index) => buildRow(row, index, row_id_key))).asyncAndThen((value) =>
      okAsync({ value }),
    ),

  present: (output) => [{ type: "text", text: JSON.stringify(output) }],
});

interface BuiltRow {
  readonly id?: string;
  readonly value: Record<string, unknown>;
}

/** A row that has kintone's own form already passes with its id. */
const buildRow = (row: Record<string, unknown>, index: number, idKey: string): Result<BuiltRow, ToolError> => {
  const isBuilt = isObject(row["value"]) && Object.keys(row).every((key) => key === "id" || key === "value");
  const { [isBuilt ? "id" : idKey]: given, ...columns } = row;
  const cells = isBuilt && isObject(row["value"]) ? row["value"] : columns;
  return readRowId(given, ["subtable_source", index, idKey]).map((id) => ({
    ...(id === undefined ? {} : { id }),
    value: wrapValues(cells),
  }));
};

const readRowId = (given: unknown, path: readonly (string | number)[]): Result<string | undefined, ToolError> => {
  if (given === undefined || given === null || given === "") return ok(undefined);
  const id = typeof given === "number" || typeof given === "string" ? String(given).trim() : "";
  return /^[1-9]\d{0,17}$/.test(id)
    ? ok(id)
    : err(
        dataError(
          path,
          "is no row id",
          "A row id is a whole number. If this is a column of the table, set row_id_key.",
        ),
      );
};
