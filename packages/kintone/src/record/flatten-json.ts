import { invalidField, type ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, okAsync, type Result } from "neverthrow";
import { offlineTool } from "../offline-tool.ts";
import { type CollectedRecords, collectRecords } from "../present/collect-records.ts";
import { flattenRecord } from "../present/flatten.ts";
import { pick, tableRows } from "../present/table-rows.ts";
import { readFieldCodes } from "../read/field-codes.ts";
import { fieldCode, recordOutput } from "../schema.ts";

const maxItems = 100_000;

const input = () =>
  z.strictObject({
    records_json: z
      .union([z.array(z.unknown()).max(maxItems), z.looseObject({})])
      .describe(
        "The records as kintone or another kintone tool answers them: a list of records, one record, or an answer that holds them " +
          "under records, record, json, data, result, results, response or payload, at any depth.",
      ),
    fields: z
      .union([z.string().max(100_000), z.array(fieldCode()).max(1000)])
      .optional()
      .describe(
        "Field codes to keep, as a list or text with commas between. With subtable_field_code, codes of the table's columns keep only those " +
          "columns, and codes of the record's own fields add these to each row; without a column among them all columns stay.",
      ),
    subtable_field_code: z
      .string()
      .max(128)
      .regex(/^[^,\n]*$/, "has to be one field code; lists are not taken")
      .optional()
      .describe("Code of one table: the answer is then its rows over all records, each with its row `id`."),
  });

/** Takes the wrappers off records that were read before. Calls nobody. */
export const kintoneFlattenJson = offlineTool({
  name: "kintone_flatten_json",
  title: "Flatten kintone records",
  description:
    'Turns kintone records into plain objects: {"Name": {"type": "…", "value": "Sato"}} becomes {"Name": "Sato"}, and a table becomes a list of ' +
    "plain rows. With subtable_field_code it answers with the rows of one table over all records. Works on records that were read before, " +
    "with kintone_query for example; it does not call kintone.",
  effect: { kind: "read" },
  permissions: [],
  input,

  output: () =>
    z.object({
      records: z.array(recordOutput()).describe("The plain records; with subtable_field_code the table's rows."),
      skipped_items: z
        .int()
        .min(0)
        .describe("Things in the input that are neither records nor hold any, such as a summary."),
      missing_fields: z.array(z.string()).describe("Codes in `fields` that nothing in the answer has."),
    }),

  execute: (given) => flatten(given).asyncAndThen((output) => okAsync(output)),

  present: ({ records }) => [{ type: "text", text: JSON.stringify(records) }],
});

interface Flattened {
  readonly records: Record<string, unknown>[];
  readonly skipped_items: number;
  readonly missing_fields: string[];
}

const flatten = ({
  records_json,
  fields,
  subtable_field_code,
}: z.output<ReturnType<typeof input>>): Result<Flattened, ToolError> =>
  readFieldCodes(fields).andThen((codes) => {
    const table = subtable_field_code?.trim() ?? "";
    const collected = collectRecords(records_json);
    if (holdsNone(collected)) return err(noRecords);
    return (table === "" ? plainRecords(collected, codes) : tableRows(collected.records, table, codes)).map((flat) => {
      const seen = new Set(flat.flatMap((record) => Object.keys(record)));
      const missing = flat.length === 0 ? [] : (codes ?? []).filter((code) => !seen.has(code));
      return { records: [...flat], skipped_items: collected.skipped, missing_fields: missing };
    });
  });

const plainRecords = (
  { records }: CollectedRecords,
  codes: readonly string[] | undefined,
): Result<readonly Readonly<Record<string, unknown>>[], ToolError> => {
  const flat = records.map(flattenRecord);
  return ok(codes === undefined ? flat : flat.map((record) => pick(record, codes)));
};

const holdsNone = ({ records, skipped }: CollectedRecords): boolean => records.length === 0 && skipped > 0;

const noRecords = invalidField(
  "records_json",
  "holds no records",
  'Give records with types and values, as kintone_query answers them with output_mode both: [{"Name": {"value": "Sato"}}].',
);
