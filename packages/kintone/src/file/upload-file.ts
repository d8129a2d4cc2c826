import { invalidField, type ToolError } from "@tsunagu/core";
import { fileInput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { err, ok, okAsync, type Result, type ResultAsync } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import {
  appId,
  fieldCode,
  milliseconds,
  recordData,
  recordIdInput,
  requestTimeout,
  updateKeyObject,
} from "../schema.ts";
import { type KintoneSession, type RequestOptions, settle } from "../session.ts";
import { readFileNames, uploadFiles } from "../transfer/upload-files.ts";
import { type AttachmentTarget, attachmentRecords, checkTargets, presentAttachments } from "../write/attachments.ts";

const maxFiles = 50;

const input = () =>
  z.strictObject({
    upload_file: z.array(fileInput).min(1).max(maxFiles).describe("Files to upload, each at most 1 GiB and not empty."),
    file_names: z
      .union([z.string().min(1).max(20_000), z.array(z.string().min(1).max(1000)).max(maxFiles)])
      .optional()
      .describe(
        "Names for the files, in order: a list, or one name for one file. Without it the files' own names are used.",
      ),
    records_mapping: z
      .strictObject({
        records: z
          .array(
            z.strictObject({
              attachment_field: fieldCode().describe("Code of the FILE field."),
              id: recordIdInput().optional(),
              updateKey: updateKeyObject().optional(),
              record: recordData().optional().describe("Other fields to write along."),
            }),
          )
          .min(1)
          .max(maxFiles),
      })
      .optional()
      .describe(
        "Records that take the files, to make `records` for kintone_upsert_records. One record takes all files; otherwise there is one for each " +
          'file, in order. {"records": [{"attachment_field": "Docs", "updateKey": {"field": "Code", "value": "A-1"}}]}',
      ),
    attachment_mode: z
      .enum(["replace", "append"])
      .default("replace")
      .describe(
        "replace: the files take the place of those a record has. append: the files a record has stay; needs kintone_app_id.",
      ),
    kintone_app_id: appId()
      .optional()
      .describe("App id, for attachment_mode append: the records' present attachments are read from it."),
    request_timeout: requestTimeout(),
  });

/**
 * Uploads files, for a record to take.
 *
 * @see kintone REST API, Upload File
 */
export const kintoneUploadFile = kintoneTool({
  name: "kintone_upload_file",
  title: "Upload files to kintone",
  description:
    "Uploads files to kintone and answers with a `fileKey` for each. A file belongs to no record until its key is written into a FILE field with " +
    "kintone_add_record, kintone_update_record or kintone_upsert_records, within three days; each key can be written once. " +
    "Writing a FILE field replaces its files, so repeat the keys of those that are to stay, or use `records_mapping` with `attachment_mode` append.",
  effect: { kind: "write", idempotent: false, openWorld: true },
  permissions: ["app:add records or edit records"],
  input,

  output: () =>
    z.object({
      uploaded_files: z.array(z.object({ fileKey: z.string() })),
      details: z.array(z.object({ fileKey: z.string(), file_name: z.string(), size: z.int(), mime_type: z.string() })),
      records: z
        .array(z.record(z.string(), z.unknown()))
        .optional()
        .describe("With records_mapping: the records for kintone_upsert_records."),
      records_data: z.string().optional().describe('The same as JSON text, as {"records": […]}.'),
    }),

  plan: ({ upload_file }) =>
    `Uploads ${upload_file.length} ${upload_file.length === 1 ? "file" : "files"} to kintone, for three days unless a record takes them.`,

  execute: (
    { upload_file, file_names, records_mapping, request_timeout, ...how },
    { session, signal, files, report },
  ) => {
    const options = { signal, timeoutMs: milliseconds(request_timeout) };
    const targets = records_mapping?.records ?? [];
    return readFileNames(file_names, upload_file.length)
      .andThen((names) =>
        targets.length === 0 ? ok(names) : checkTargets(targets, upload_file.length).map(() => names),
      )
      .andThen((names) => attachmentRecords(targets, [], []).map(() => names))
      .asyncAndThen((names) => keptFiles(session, targets, how, options).map((kept) => ({ names, kept })))
      .andThen(({ names, kept }) =>
        uploadFiles(upload_file, names, { session, files, report, ...options }).andThen((details) => {
          const uploaded_files = details.map(({ fileKey }) => ({ fileKey }));
          if (targets.length === 0) return ok({ uploaded_files, details: [...details] });
          const keys = details.map(({ fileKey }) => fileKey);
          return attachmentRecords(targets, keys, kept).map((records) => ({
            uploaded_files,
            details: [...details],
            records: records.map((record) => ({ ...record })),
            records_data: JSON.stringify({ records }),
          }));
        }),
      );
  },

  present: ({ details }) => [
    {
      type: "text",
      text: details
        .map(({ file_name, size, fileKey }) => `Uploaded ${file_name} (${size} bytes): fileKey ${fileKey}`)
        .join("\n"),
    },
  ],
});

type How = Pick<z.output<ReturnType<typeof input>>, "attachment_mode" | "kintone_app_id">;

/** The attachments that stay, for each target, read before anything is uploaded. */
const keptFiles = (
  session: KintoneSession,
  targets: readonly AttachmentTarget[],
  how: How,
  options: Omit<RequestOptions, "repeatable">,
): ResultAsync<readonly (readonly { readonly fileKey: string }[])[], ToolError> => {
  if (targets.length === 0 || how.attachment_mode === "replace") return okAsync([]);
  return appToReadFrom(how).asyncAndThen((app) =>
    settle(async () => {
      const kept: (readonly { readonly fileKey: string }[])[] = [];
      for (const target of targets) kept.push(await presentAttachments(session, app, target, options));
      return kept;
    }),
  );
};

const appToReadFrom = ({ kintone_app_id }: How): Result<string, ToolError> =>
  kintone_app_id === undefined
    ? err(
        invalidField(
          "kintone_app_id",
          "is missing",
          "attachment_mode append reads the records' present attachments, so it needs the app.",
        ),
      )
    : ok(kintone_app_id);
