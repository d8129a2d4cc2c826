import * as z from "@tsunagu/core/zod";
import { Result } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { checkRecords } from "../fields/check-record.ts";
import { appId, atomic, checkFields, milliseconds, recordData, requestTimeout } from "../schema.ts";
import { renamed, withInputPaths } from "../write/input-paths.ts";
import { readRecordData } from "../write/record-data.ts";
import { upsertRows } from "../write/upsert.ts";
import { maxUpsertRows } from "../write/upsert-rows.ts";

/**
 * Adds any number of records.
 *
 * @see kintone REST API, Add Records; Bulk Request
 */
export const kintoneAddRecords = kintoneTool({
  name: "kintone_add_records",
  title: "Add kintone records",
  description:
    "Adds up to 10,000 records to a kintone app. Call kintone_get_fields first for the field codes, types and choices. Fields that " +
    "are left out take their default. Records are written 100 at a time: when a later hundred fails, earlier ones stay written, and " +
    "the error says which rows (counted from 0) are done, failed and remaining. `atomic` writes all or none. Calling it twice adds " +
    "the records twice; where a field identifies a record, use kintone_upsert_records.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:add records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      records: z
        .array(recordData())
        .min(1)
        .max(maxUpsertRows)
        .describe(
          'The records, each field code to value, as [{"Name": {"value": "Sato"}}, {"Name": {"value": "Mori"}}]. Attachments are ' +
            '[{"fileKey": "…"}] of kintone_upload_file.',
        ),
      atomic: atomic(),
      check_fields: checkFields(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      added: z.int().describe("Records added."),
      records: z
        .array(z.object({ id: z.string(), revision: z.string() }))
        .describe("The new records, in the order of the input."),
    }),

  plan: ({ kintone_app_id, records, atomic: together }) =>
    `Adds ${records.length} records to kintone app ${kintone_app_id}${together ? ", all or none" : ""}.`,

  execute: ({ kintone_app_id: app, records, atomic: together, check_fields, request_timeout }, context) => {
    const options = { signal: context.signal, timeoutMs: milliseconds(request_timeout) };
    const read = Result.combine(records.map((record, row) => readRecordData(record, ["records", row])));
    return read.asyncAndThen((values) => {
      const toCheck = values.map((record, row) => ({ path: ["records", row], record, operation: "add" as const }));
      return checkRecords(context.session, app, toCheck, { ...options, checkFields: check_fields })
        .map((checked) => checked.map((record, row) => ({ row, key: undefined, record, revision: undefined })))
        .andThen((rows) => upsertRows(rows, { app, atomic: together, ...options }, context))
        .mapErr((error) => withInputPaths(error, renamed("records_data", "records")))
        .map((written) => ({
          app_id: app,
          added: written.length,
          records: written.map(({ id, revision }) => ({ id, revision })),
        }));
    });
  },

  present: ({ app_id, added, records }) => [
    {
      type: "text",
      text: `Added ${added} records to app ${app_id} (ids ${records[0]?.id} to ${records.at(-1)?.id}).`,
    },
  ],
});
