import { fileInput, fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { ok } from "neverthrow";
import { failedRows } from "../bulk/failed-rows.ts";
import { importFromStore } from "../bulk/import-from-store.ts";
import { recordFormats } from "../bulk/record-writer.ts";
import { textEncodings } from "../bulk/text-encoding.ts";
import { kintoneTool } from "../connector.ts";
import { readFieldCodes } from "../read/field-codes.ts";
import { appId, fieldCode, requestTimeout } from "../schema.ts";

const maxErrors = 100;

/**
 * Imports records from a file, in constant memory: adds them, or updates those that a key names.
 *
 * @see kintone REST API, Update Records (upsert); Add Records; Bulk Request
 */
export const kintoneImportRecords = kintoneTool({
  name: "kintone_import_records",
  title: "Import kintone records",
  description:
    "Imports records into a kintone app from a file of any size: CSV laid out as cli-kintone and kintone_export_records do, or JSON " +
    "Lines. Call kintone_get_fields first for the field codes, and try dry_run before a large import. With update_key records that " +
    "exist are updated, the others added, and the same import can be made again without doubling any; without it all are added. Every " +
    "row is checked against the form first. Rows that fail are listed with row, field and reason, and the others are written all the " +
    "same. Columns of fields that kintone sets are passed over. Attachments are not imported.",
  effect: { kind: "write", idempotent: false },
  effectOf: ({ dry_run, update_key }) =>
    dry_run ? { kind: "read" } : { kind: "write", idempotent: update_key !== undefined },
  permissions: ["app:add records", "app:edit records"],
  deadlineMs: 60 * 60_000,

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      input_file: fileInput.describe(
        "The file. The first row of CSV holds field codes; a line of JSON Lines holds one record, in kintone's form or with bare values.",
      ),
      format: z
        .enum(recordFormats)
        .optional()
        .describe("csv or jsonl. Without it the file's name decides; csv if it does not."),
      encoding: z.enum(textEncodings).default("utf8").describe("Encoding of CSV."),
      update_key: fieldCode()
        .optional()
        .describe(
          "Code of the field whose value names the record: a text (single-line) or number field that prohibits duplicate values, " +
            "or the record number field, which only updates.",
        ),
      fields: z
        .union([z.string().max(100_000), z.array(fieldCode()).max(1000)])
        .optional()
        .describe(
          "Field codes to write, as a list or text with commas between; other columns are passed over. Empty writes all.",
        ),
      dry_run: z.boolean().default(false).describe("Checks every row and writes nothing."),
      atomic: z.boolean().default(false).describe("Writes all rows, at most 2,000, or none."),
      stop_on_error: z.boolean().default(false).describe("Stops at the first row that fails."),
      on_row_error: z
        .enum(["fail", "report"])
        .default("fail")
        .describe("When some rows fail: `fail` with code partial, or `report` them as if the call had succeeded."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      dry_run: z.boolean(),
      rows: z.int().describe("Records in the file."),
      added: z.int(),
      updated: z.int(),
      failed: z.int().describe("Rows that were not written."),
      unknown: z
        .int()
        .describe(
          "Rows that may have been added when a connection broke and were not found afterwards; only without update_key.",
        ),
      errors: z
        .array(
          z.object({
            row: z.int().describe("Row of the file, the header of CSV being 1; line of JSON Lines."),
            field: z.string().nullable().describe("Field code; null for the row as a whole."),
            reason: z.string(),
            written: z.enum(["no", "unknown"]),
          }),
        )
        .describe(`What is wrong with which row, the first ${maxErrors}.`),
      errors_omitted: z.int().describe("Further errors, which only the report holds."),
      report: fileOutput.nullable().describe("All errors as JSON Lines; null when there is none."),
    }),

  plan: ({ kintone_app_id, input_file, update_key, atomic }) => {
    const rows = `the rows of ${input_file.name ?? "a file"}`;
    const how = update_key === undefined ? `Adds ${rows} to` : `Updates by ${update_key}, or adds, ${rows} in`;
    return `${how} kintone app ${kintone_app_id}${atomic ? ", all or none" : ""}.`;
  },

  execute: (
    { kintone_app_id: app, update_key: updateKey, dry_run: dryRun, stop_on_error: stopOnError, ...input },
    context,
  ) =>
    readFieldCodes(input.fields)
      .asyncAndThen((fields) =>
        importFromStore({ ...input, app, updateKey, dryRun, stopOnError, fields, maxErrors }, context),
      )
      .andThen((imported) => (input.on_row_error === "fail" ? failedRows(imported) : ok(imported)))
      .map(({ summary, errors, omitted, report }) => {
        const { dryRun: dry_run, ...counts } = summary;
        return { app_id: app, dry_run, ...counts, errors: [...errors], errors_omitted: omitted, report };
      }),

  present: ({ app_id, dry_run, rows, added, updated, failed, unknown, errors }) => {
    const done = dry_run
      ? `Checked ${rows} rows for app ${app_id}`
      : `Added ${added} and updated ${updated} records in app ${app_id}`;
    const bad = `${failed} rows failed${unknown > 0 ? `, ${unknown} are unknown` : ""}`;
    const named = errors
      .slice(0, 10)
      .map(({ row, field, reason }) => `Row ${row}${field === null ? "" : `, ${field}`}: ${reason}`);
    return [{ type: "text", text: [`${done}; ${bad}.`, ...named].join("\n") }];
  },
});
