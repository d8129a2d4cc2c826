import type { ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { err, ok, okAsync, Result } from "neverthrow";
import { offlineTool } from "../offline-tool.ts";
import { fieldCode, recordOutput } from "../schema.ts";
import { dataError, type RecordData } from "../write/record-data.ts";
import { readUpdateKey, type UpdateKey } from "../write/update-key.ts";
import { maxUpsertRows } from "../write/upsert-rows.ts";
import { wrapValues } from "../write/wrap-values.ts";

const builtRecords = () =>
  z.array(
    z.object({ updateKey: z.object({ field: z.string(), value: z.string() }).optional(), record: recordOutput() }),
  );

const input = () =>
  z.strictObject({
    records_source: z
      .array(z.looseObject({}))
      .min(1)
      .max(maxUpsertRows)
      .describe(
        'Plain records: field code to value, as [{"Code": "A-1", "Name": "Sato", "Tags": ["A"]}]. null empties a field.',
      ),
    updateKey: fieldCode()
      .optional()
      .describe(
        "Code of the unique field that names each record. Every plain record must have a value for it. Without it all records are new.",
      ),
    drop_key_field: z
      .boolean()
      .default(false)
      .describe(
        "Leaves the key field out of `record`; a record that is added takes its value from the key all the same.",
      ),
    chunk_size: z
      .int()
      .min(1)
      .max(maxUpsertRows)
      .optional()
      .describe(
        "Also splits the records into `chunks` of this many, such as 100 for kintone's own API. kintone_upsert_records needs no chunks.",
      ),
  });

/** Builds the input of kintone_upsert_records out of plain objects. Calls nobody. */
export const kintoneBuildRecordsData = offlineTool({
  name: "kintone_build_records_data",
  title: "Build records for a kintone upsert",
  description:
    'Turns plain objects into the `records_data` that kintone_upsert_records takes: each value becomes {"value": …}, and the field named by ' +
    "updateKey also names the record to update. Lists (choices, users, attachments, table rows of kintone_build_subtable_rows) are " +
    "kept as they are. Does not call kintone, and does not check field codes; kintone_upsert_records does.",
  effect: { kind: "read" },
  permissions: [],
  input,

  output: () =>
    z.object({
      records_data: z.string().describe('What kintone_upsert_records takes, as JSON text: {"records": […]}.'),
      records: builtRecords().describe("The same records as data."),
      record_count: z.int().min(1),
      chunks: z
        .array(z.object({ records: builtRecords() }))
        .nullable()
        .describe("The same in chunks; null without chunk_size."),
    }),

  execute: ({ records_source, chunk_size, ...how }) =>
    Result.combine(records_source.map((plain, index) => buildRecord(plain, index, how))).asyncAndThen((records) =>
      okAsync({
        records_data: JSON.stringify({ records }),
        records,
        record_count: records.length,
        chunks: chunk_size === undefined ? null : chunksOf(records, chunk_size),
      }),
    ),

  present: ({ records_data }) => [{ type: "text", text: records_data }],
});

interface BuiltRecord {
  readonly updateKey?: UpdateKey;
  readonly record: RecordData;
}

const buildRecord = (
  plain: Readonly<Record<string, unknown>>,
  index: number,
  { updateKey: field, drop_key_field }: Pick<z.output<ReturnType<typeof input>>, "updateKey" | "drop_key_field">,
): Result<BuiltRecord, ToolError> => {
  const record = wrapValues(plain);
  if (field === undefined) return ok({ record });
  const { [field]: key, ...others } = record;
  return readKey(field, key?.value, ["records_source", index, field]).map((updateKey) => ({
    updateKey,
    record: drop_key_field ? others : { ...record, [field]: { value: updateKey.value } },
  }));
};

const readKey = (field: string, value: unknown, path: readonly (string | number)[]): Result<UpdateKey, ToolError> => {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : undefined;
  if (text === undefined || text === "") {
    const problem = text === "" || value === undefined ? "is missing or blank" : "is neither text nor number";
    return err(dataError(path, problem, "Every record needs a value in the field that updateKey names."));
  }
  return readUpdateKey({ field, value: text }, undefined, path);
};

const chunksOf = (records: readonly BuiltRecord[], size: number) =>
  Array.from({ length: Math.ceil(records.length / size) }, (_, index) => ({
    records: records.slice(index * size, (index + 1) * size),
  }));
