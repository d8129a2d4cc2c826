import * as z from "@tsunagu/core/zod";
import { Result } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { checkRecords } from "../fields/check-record.ts";
import {
  appId,
  atomic,
  checkFields,
  milliseconds,
  recordData,
  recordIdInput,
  requestTimeout,
  revisionInput,
  updateKeyObject,
} from "../schema.ts";
import { renamed, withInputPaths } from "../write/input-paths.ts";
import { readRecordData } from "../write/record-data.ts";
import { upsertRows } from "../write/upsert.ts";
import { maxUpsertRows } from "../write/upsert-rows.ts";

const item = () =>
  z
    .strictObject({
      id: recordIdInput().optional(),
      updateKey: updateKeyObject().optional().describe("A unique field and its value in place of the id."),
      record: recordData().describe('The fields to change, as {"Name": {"value": "Sato"}}. null empties a field.'),
      revision: revisionInput().optional(),
    })
    .superRefine(({ id, updateKey }, context) => {
      if ((id === undefined) === (updateKey === undefined))
        context.addIssue({ code: "custom", path: ["id"], message: "give either id or updateKey" });
    });

/**
 * Changes any number of records, each of which has to exist.
 *
 * @see kintone REST API, Update Records; Bulk Request
 */
export const kintoneUpdateRecords = kintoneTool({
  name: "kintone_update_records",
  title: "Update kintone records",
  description:
    "Changes fields of up to 10,000 records of a kintone app, each named by `id` or by `updateKey`. Call kintone_get_fields first for " +
    "the field codes. Fields that are left out stay; tables and attachments are replaced as a whole. A record that does not exist is " +
    "an error (kintone_upsert_records adds it instead). Records are written 100 at a time: when a later hundred fails, earlier ones " +
    "stay written, and the error says which rows (counted from 0) are done, failed and remaining. `atomic` writes all or none.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:edit records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      records: z
        .array(item())
        .min(1)
        .max(maxUpsertRows)
        .describe(
          'The changes, as [{"id": "5", "record": {"Status": {"value": "Done"}}}], or with {"updateKey": {"field": "Code", "value": "A-1"}} in place of id.',
        ),
      atomic: atomic(),
      check_fields: checkFields(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      updated: z.int().describe("Records changed."),
      records: z
        .array(z.object({ id: z.string(), revision: z.string() }))
        .describe("The records with their new revisions, in the order of the input."),
    }),

  plan: ({ kintone_app_id, records, atomic: together }) =>
    `Changes ${records.length} records of kintone app ${kintone_app_id}${together ? ", all or none" : ""}.`,

  execute: ({ kintone_app_id: app, records, atomic: together, check_fields, request_timeout }, context) => {
    const options = { signal: context.signal, timeoutMs: milliseconds(request_timeout) };
    const read = Result.combine(
      records.map((given, row) =>
        readRecordData(given.record, ["records", row, "record"]).map((record) => ({
          row,
          key: keyOf(given),
          record,
          revision: given.revision,
        })),
      ),
    );
    return read.asyncAndThen((rows) => {
      const toCheck = rows.map(({ row, record }) => ({
        path: ["records", row, "record"],
        record,
        operation: "update" as const,
      }));
      return checkRecords(context.session, app, toCheck, { ...options, checkFields: check_fields })
        .map((checked) => rows.map((row, index) => ({ ...row, record: checked[index] ?? row.record })))
        .andThen((checked) => upsertRows(checked, { app, atomic: together, keyed: "update", ...options }, context))
        .mapErr((error) => withInputPaths(error, renamed("records_data", "records")))
        .map((written) => ({
          app_id: app,
          updated: written.length,
          records: written.map(({ id, revision }) => ({ id, revision })),
        }));
    });
  },

  present: ({ app_id, updated }) => [{ type: "text", text: `Updated ${updated} records of app ${app_id}.` }],
});

const keyOf = ({ id, updateKey }: z.output<ReturnType<typeof item>>) => {
  if (updateKey !== undefined) return { updateKey: { field: updateKey.field, value: String(updateKey.value) } };
  return id === undefined ? undefined : { id };
};
