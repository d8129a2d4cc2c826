import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { exportRecords } from "../bulk/record-export.ts";
import { recordFormats } from "../bulk/record-writer.ts";
import { textEncodings } from "../bulk/text-encoding.ts";
import { kintoneTool } from "../connector.ts";
import { readFieldCodes } from "../read/field-codes.ts";
import { orThrow } from "../read/reader.ts";
import { appId, fieldCode, milliseconds, requestTimeout } from "../schema.ts";
import { settle } from "../session.ts";

const mediaTypes = { csv: "text/csv", jsonl: "application/jsonl" } as const;

/**
 * Exports the records of an app that match a query to a file, in constant memory.
 *
 * @see kintone REST API, Get Records; Create Cursor
 */
export const kintoneExportRecords = kintoneTool({
  name: "kintone_export_records",
  title: "Export kintone records",
  description:
    "Exports the records of a kintone app that match a query to one file: CSV laid out as cli-kintone does, or JSON Lines with one " +
    "record in kintone's form a line. Use it in place of kintone_query when the records are for a file, not for reading. Without " +
    "`order by` every record comes exactly once, by ascending `$id`, whatever others change meanwhile. When it ends at max_records, " +
    "go on with the condition `$id > <last_record_id>`; to split a large app among workers call kintone_plan_partitions first. " +
    "Attachments appear by name only.",
  effect: { kind: "read" },
  permissions: ["app:view records"],
  deadlineMs: 60 * 60_000,

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      query: z
        .string()
        .max(20_000)
        .default("")
        .describe(
          'kintone query: a condition, then `order by`, `limit`, `offset`, each optional, such as `Status in ("Open") order by Due asc`. Empty exports all records.',
        ),
      fields: z
        .union([z.string().max(100_000), z.array(fieldCode()).max(1000)])
        .optional()
        .describe(
          "Field codes in the order of the columns, as a list or text with commas between. A table comes with all its fields. Empty exports all fields.",
        ),
      format: z.enum(recordFormats).default("csv").describe("csv or jsonl (JSON Lines, always UTF-8)."),
      encoding: z
        .enum(textEncodings)
        .default("utf8")
        .describe("Encoding of CSV. sjis is for Japanese spreadsheets; a text that it cannot represent is an error."),
      file_name: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe("Name of the file. Without it `app-<id>.csv` or `.jsonl`."),
      max_records: z
        .int()
        .min(1)
        .max(10_000_000)
        .default(50_000)
        .describe("Most records to export. When more match, the answer says `truncated: true`."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      records: z.int().min(0).describe("Records in the file."),
      truncated: z.boolean().describe("More records match than were exported."),
      last_record_id: z.string().nullable().describe("`$id` of the last record; null when there is none."),
      file: fileOutput,
    }),

  execute: ({ kintone_app_id: app, fields, file_name, max_records, request_timeout, ...options }, context) =>
    readFieldCodes(fields).asyncAndThen((codes) =>
      settle(async () => {
        const { session, signal, files, report } = context;
        const { body, summary } = exportRecords(session, {
          ...options,
          app,
          fields: codes,
          maxRecords: max_records,
          signal,
          timeoutMs: milliseconds(request_timeout),
          onProgress: ({ done, total }) =>
            report({ message: `${done} records exported`, done, ...(total === undefined ? {} : { total }) }),
        });
        const name = file_name ?? `app-${app}.${options.format}`;
        const media_type = mediaTypes[options.format];
        const { uri, size } = orThrow(await files.write({ name, mediaType: media_type, body }));
        const { records, truncated, lastRecordId } = summary;
        const file = { uri, name, media_type, size };
        return { app_id: app, records, truncated, last_record_id: lastRecordId ?? null, file };
      }),
    ),

  present: ({ records, truncated, last_record_id, file }) => {
    const more = truncated ? ` More records match; the last one was ${last_record_id}.` : "";
    return [{ type: "text", text: `Exported ${records} records to ${file.name} (${file.size} bytes).${more}` }];
  },
});
