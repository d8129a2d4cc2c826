import {
  checkEncryption,
  objectUri,
  parseS3Uri,
  storedObject,
  uploadMembers,
  uploadObject,
  uploadOptions,
} from "@tsunagu/aws/s3";
import { invalidField, type ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import {
  appId,
  type ChangePoint,
  changePointPattern,
  fieldCode,
  milliseconds,
  openChangeWindow,
  orThrow,
  parseQuery,
  readChangePoint,
  readFieldCodes,
  requestTimeout,
  settle,
  textEncodings,
} from "@tsunagu/kintone";
import { err, ok, type Result } from "neverthrow";
import { transferTool } from "../connector.ts";
import { mediaTypes, openExport } from "./open-export.ts";
import { refuseExisting } from "./refuse-existing.ts";

/**
 * Exports the records of a kintone app to an S3 object, streaming.
 *
 * @see kintone REST API, Get Records; Create Cursor
 * @see Amazon S3 API Reference, PutObject, CreateMultipartUpload
 */
export const kintoneExportToS3 = transferTool({
  name: "kintone_export_to_s3",
  title: "Export kintone records to S3",
  description:
    "Exports the records of a kintone app that match a query straight to one S3 object, of any size: CSV laid out as cli-kintone does, " +
    "JSON Lines in kintone's own form, or Parquet. Parquet keeps numbers as text, exactly as kintone has them; DATE is a day, " +
    "date-times are instants in UTC, choices, people, files and tables are lists, and __ID__ and __REVISION__ name the record. " +
    "Give changed_since for an incremental export, and next_since of the answer the next time. The object appears when it is " +
    "whole, or not at all. To split a large app among workers call kintone_plan_partitions first. Attachments appear by name only.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:view records", "s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject"],
  deadlineMs: 60 * 60_000,

  input: () =>
    z
      .strictObject({
        kintone_app_id: appId(),
        s3_uri: objectUri().describe("Where the file goes: `s3://bucket/key`. The key is taken as it is written."),
        query: z
          .string()
          .max(20_000)
          .default("")
          .describe(
            'kintone query: a condition, then `order by`, `limit`, `offset`, each optional, such as `Status in ("Open") order by Due asc`. ' +
              "Empty exports all records, each exactly once, by ascending `$id`.",
          ),
        fields: z
          .union([z.string().max(100_000), z.array(fieldCode()).max(1000)])
          .optional()
          .describe(
            "Field codes in the order of the columns, as a list or text with commas between. A table comes with all its fields. Empty exports all fields.",
          ),
        format: z.enum(["csv", "jsonl", "parquet"]).default("csv").describe("csv, jsonl (JSON Lines) or parquet."),
        encoding: z
          .enum(textEncodings)
          .default("utf8")
          .describe("Encoding of CSV. sjis is for Japanese spreadsheets; a text that it cannot represent is an error."),
        changed_since: z
          .string()
          .max(64)
          .regex(changePointPattern, "is not a time with Z or an offset, nor a next_since")
          .optional()
          .describe(
            "Only records added or changed since: a time such as 2026-01-31T09:30:00+09:00, in whole minutes, or next_since of the last " +
              "export; 1970-01-01T00:00:00Z for the first one. Records changed in the last minutes come again in the next export. " +
              "Deleted records cannot be seen.",
          ),
        max_records: z
          .int()
          .min(1)
          .max(100_000_000)
          .optional()
          .describe("Most records to export. When more match, the answer says `truncated: true`. Without it all."),
        ...uploadOptions(),
        if_none_match: z.boolean().default(true).describe("Refuse, with `conflict`, to replace an object that exists."),
        request_timeout: requestTimeout(),
      })
      .superRefine(checkEncryption),

  output: () =>
    z.object({
      app_id: z.string(),
      s3_uri: z.string(),
      format: z.enum(["csv", "jsonl", "parquet"]),
      records: z.int().min(0).describe("Records in the file."),
      ...storedObject(),
      truncated: z.boolean().describe("More records match than were exported."),
      last_record_id: z.string().nullable().describe("`$id` of the last record; null when there is none."),
      next_since: z
        .string()
        .nullable()
        .describe(
          "With changed_since: what to give as changed_since next time, or, after a truncated export, to go on.",
        ),
    }),

  plan: ({ kintone_app_id, s3_uri, format, if_none_match }) =>
    `Exports records of kintone app ${kintone_app_id} as ${format} to ${s3_uri}${if_none_match ? "" : ", replacing what is there"}.`,

  execute: ({ kintone_app_id: app, s3_uri, fields, changed_since, max_records, request_timeout, ...input }, call) =>
    parseS3Uri(s3_uri)
      .andThen((location) => readFieldCodes(fields).map((codes) => ({ location, codes })))
      .andThen((parts) => readPoint(changed_since, input.query).map((since) => ({ ...parts, since })))
      .asyncAndThen(({ location, codes, since }) =>
        settle(async () => {
          const { aws, kintone } = call.session;
          const { signal } = call;
          const timeoutMs = milliseconds(request_timeout);
          if (input.if_none_match) orThrow(await refuseExisting({ session: aws, signal }, location));
          const window = since && orThrow(await openChangeWindow(kintone, app, since, { signal, timeoutMs }));
          const { body, summary } = openExport(kintone, {
            ...{ app, fields: codes, format: input.format, encoding: input.encoding, signal, timeoutMs },
            query: window?.condition ?? input.query,
            maxRecords: max_records,
            onProgress: ({ done, total }) =>
              call.report({ message: `${done} records exported`, done, ...(total === undefined ? {} : { total }) }),
          });
          const mediaType = mediaTypes[input.format];
          const members = {
            ...{ Bucket: location.bucket, Key: location.key, ContentType: mediaType },
            ...uploadMembers(input),
          };
          const file = { name: s3_uri, mediaType, body };
          const stored = orThrow(await uploadObject({ session: aws, signal }, members, file));
          const { records, truncated, lastRecordId } = summary;
          return {
            ...{ app_id: app, s3_uri, format: input.format, records, ...stored, truncated },
            last_record_id: lastRecordId ?? null,
            next_since: window?.next({ truncated, lastRecordId }) ?? null,
          };
        }),
      ),

  present: ({ s3_uri, records, size, truncated, last_record_id, next_since }) => {
    const more = truncated ? ` More records match; the last one was ${last_record_id}.` : "";
    const next = next_since === null ? "" : ` Next: changed_since ${next_since}`;
    return [{ type: "text", text: `Exported ${records} records to ${s3_uri} (${size} bytes).${more}${next}` }];
  },
});

/** Where an incremental export begins. It reads along ids, so that it can go on where it ended. */
const readPoint = (
  changedSince: string | undefined,
  query: string,
): Result<{ readonly condition: string; readonly point: ChangePoint } | undefined, ToolError> => {
  if (changedSince === undefined) return ok(undefined);
  return parseQuery(query).andThen(({ condition, orderBy, limit, offset }) =>
    orderBy === undefined && limit === undefined && offset === undefined
      ? readChangePoint(changedSince, "changed_since").map((point) => ({ condition, point }))
      : err(invalidField("query", "has order by, limit or offset beside changed_since", "Give a condition only.")),
  );
};
