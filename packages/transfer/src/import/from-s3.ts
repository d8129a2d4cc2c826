import { objectUri, openObject, parseS3Uri } from "@tsunagu/aws/s3";
import * as z from "@tsunagu/core/zod";
import {
  appId,
  fieldCode,
  importRecords,
  milliseconds,
  orThrow,
  readFieldCodes,
  recordFormats,
  requestTimeout,
  settle,
  textEncodings,
} from "@tsunagu/kintone";
import { ok } from "neverthrow";
import { transferTool } from "../connector.ts";
import { importFormat } from "./import-format.ts";
import { importOutcome } from "./import-outcome.ts";
import { openProblemReport } from "./problem-report.ts";

const maxObjectBytes = 5 * 1024 ** 4;

/**
 * Imports records into a kintone app from an S3 object, streaming.
 *
 * @see Amazon S3 API Reference, GetObject
 * @see kintone REST API, Update Records (upsert); Add Records
 */
export const kintoneImportFromS3 = transferTool({
  name: "kintone_import_from_s3",
  title: "Import kintone records from S3",
  description:
    "Imports records into a kintone app straight from one S3 object of any size: CSV laid out as cli-kintone and " +
    "kintone_export_to_s3 do, or JSON Lines; not Parquet. Call kintone_get_fields first for the field codes, and try dry_run before a " +
    "large import. With update_key records that exist are updated, the others added, and the same import can be made again without " +
    "doubling any; without it all are added. Every row is checked against the form first. Rows that fail do not keep others from being " +
    "written: they end the call as `partial`, with row, field and reason, or are reported with on_row_error `report`. " +
    "Attachments are not imported.",
  effect: { kind: "write", idempotent: false },
  effectOf: ({ dry_run, update_key, report_s3_uri }) => {
    if (dry_run) return report_s3_uri === undefined ? { kind: "read" } : { kind: "write", idempotent: true };
    return { kind: "write", idempotent: update_key !== undefined };
  },
  permissions: ["app:add records", "app:edit records", "s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
  deadlineMs: 60 * 60_000,

  input: () =>
    z.strictObject({
      s3_uri: objectUri().describe("The file: `s3://bucket/key`. The key is taken as it is written."),
      kintone_app_id: appId(),
      format: z.enum(recordFormats).optional().describe("csv or jsonl. Without it the key's ending decides."),
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
      dry_run: z.boolean().default(false).describe("Checks every row and writes none."),
      stop_on_error: z.boolean().default(false).describe("Stops at the first row that fails."),
      on_row_error: z
        .enum(["fail", "report"])
        .default("fail")
        .describe("When some rows fail: `fail` with code partial, or `report` them as if the call had succeeded."),
      report_s3_uri: objectUri()
        .optional()
        .describe(
          "Where every row that failed goes as JSON Lines: row, field, reason, written. An object there is replaced; none is made when no row failed.",
        ),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      s3_uri: z.string(),
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
      problems: z
        .array(
          z.object({
            row: z.int().describe("Row of the file, the header of CSV being 1; line of JSON Lines."),
            field: z.string().nullable().describe("Field code; null for the row as a whole."),
            reason: z.string(),
            written: z.enum(["no", "unknown"]),
          }),
        )
        .describe("What is wrong with which row, the first 100."),
      problems_omitted: z.int().describe("Further problems, which only the report holds."),
      report_s3_uri: z.string().nullable().describe("All problems as JSON Lines; null when there is none."),
    }),

  plan: ({ s3_uri, kintone_app_id, update_key, dry_run, report_s3_uri }) => {
    if (dry_run) return `Checks the rows of ${s3_uri} and writes those that fail to ${report_s3_uri ?? "the answer"}.`;
    const how =
      update_key === undefined
        ? `Adds the rows of ${s3_uri} to`
        : `Updates by ${update_key}, or adds, the rows of ${s3_uri} in`;
    return `${how} kintone app ${kintone_app_id}.`;
  },

  execute: (
    { s3_uri, kintone_app_id: app, request_timeout, on_row_error, ...input },
    { session, signal, report: tell },
  ) =>
    parseS3Uri(s3_uri)
      .andThen((location) => importFormat(input.format, location.key).map((format) => ({ location, format })))
      .andThen((parts) => readFieldCodes(input.fields).map((fields) => ({ ...parts, fields })))
      .andThen((parts) => reportAt(input.report_s3_uri).map((target) => ({ ...parts, target })))
      .asyncAndThen(({ location, format, fields, target }) =>
        settle(async () => {
          const object = orThrow(await openObject({ session: session.aws, signal }, location, maxObjectBytes));
          await using problems = await openProblemReport(target, signal);
          const imported = await importRecords(session.kintone, object.body, {
            ...{ app, format, encoding: input.encoding, fields, updateKey: input.update_key },
            ...{ dryRun: input.dry_run, stopOnError: input.stop_on_error },
            ...{ signal, timeoutMs: milliseconds(request_timeout) },
            onProblems: problems.add,
            onProgress: ({ rows }) => tell({ message: `${rows} rows done`, done: rows }),
          });
          object.discard();
          const report = await problems.upload(session.aws);
          const outcome = { imported, problems, report, onRowError: on_row_error };
          const { dryRun: dry_run, ...counts } = orThrow(importOutcome(outcome));
          return {
            ...{ app_id: app, s3_uri, dry_run, ...counts },
            problems: [...problems.first],
            problems_omitted: problems.count - problems.first.length,
            report_s3_uri: report.unwrapOr(null),
          };
        }),
      ),

  present: ({ app_id, dry_run, rows, added, updated, failed, unknown, problems, report_s3_uri }) => {
    const done = dry_run
      ? `Checked ${rows} rows for app ${app_id}`
      : `Added ${added} and updated ${updated} records in app ${app_id}`;
    const bad = `${failed} rows failed${unknown > 0 ? `, ${unknown} are unknown` : ""}`;
    const named = problems
      .slice(0, 10)
      .map(({ row, field, reason }) => `Row ${row}${field === null ? "" : `, ${field}`}: ${reason}`);
    const all = report_s3_uri === null ? [] : [`All: ${report_s3_uri}`];
    return [{ type: "text", text: [`${done}; ${bad}.`, ...named, ...all].join("\n") }];
  },
});

const reportAt = (uri: string | undefined) => (uri === undefined ? ok(undefined) : parseS3Uri(uri, "report_s3_uri"));
