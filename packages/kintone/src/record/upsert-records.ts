import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { checkRecords } from "../fields/check-record.ts";
import { appId, checkFields, milliseconds, requestTimeout } from "../schema.ts";
import { upsertRows } from "../write/upsert.ts";
import { maxUpsertRows, readUpsertRows } from "../write/upsert-rows.ts";

/** Loose, so that what is wrong with a row is said by `readUpsertRows`, which names it. */
const item = () =>
  z.looseObject({
    updateKey: z
      .looseObject({ field: z.string(), value: z.union([z.string(), z.number()]) })
      .nullish()
      .describe("Unique field and value that name the record. It is added when no record has the value."),
    id: z
      .union([z.string(), z.number()])
      .nullish()
      .describe("Record id in place of updateKey. An unknown id adds a record with a new id."),
    record: z
      .record(z.string(), z.unknown())
      .describe('The fields: field code to value, as {"Name": {"value": "Sato"}}.'),
    revision: z.union([z.string(), z.number()]).nullish().describe("The record's `$revision` as it was read."),
  });

const response = () =>
  z.object({
    records: z.array(z.object({ id: z.string(), revision: z.string(), operation: z.enum(["INSERT", "UPDATE"]) })),
  });

/**
 * Adds and updates records, by key.
 *
 * @see kintone REST API, Update Records (upsert); Add Records; Bulk Request
 */
export const kintoneUpsertRecords = kintoneTool({
  name: "kintone_upsert_records",
  title: "Upsert kintone records",
  description:
    "Updates the records of a kintone app whose key exists and adds the others. Call kintone_get_fields first for the field codes and " +
    "for a field with `unique: true` to use as updateKey. A record without updateKey and id is always added. Records are written 100 " +
    "at a time: when a later hundred fails, earlier ones stay written, and the error says which rows are done, failed and remaining. " +
    "`atomic` writes all or none. Tables and attachments are replaced as a whole.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:add records", "app:edit records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      records_data: z
        .union([
          z.looseObject({ records: z.array(item()).max(maxUpsertRows).optional() }),
          z.array(z.looseObject({})).max(maxUpsertRows),
        ])
        .describe(
          'The records, as {"records": [{"updateKey": {"field": "Code", "value": "A-1"}, "record": {"Name": {"value": "Sato"}}}]}.',
        ),
      atomic: z
        .boolean()
        .default(false)
        .describe("Writes all records or none, at most 2,000. Not possible with OAuth above 100 records."),
      check_fields: checkFields(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      processed: z.int().describe("Records written."),
      upsert_result: z.object({
        add: z.int().describe("Records added."),
        updated: z.int().describe("Records updated."),
        requested: z.int(),
        with_update_key: z.int().describe("Records that were named by updateKey."),
      }),
      raw_response: response().describe("What became of each record, in the order of the input."),
      response: response().describe("The same as raw_response."),
    }),

  plan: ({ kintone_app_id, records_data, atomic }) => {
    const rows = readUpsertRows(records_data)
      .map(({ length }) => String(length))
      .unwrapOr("an unreadable list of");
    return `Adds or updates ${rows} records in kintone app ${kintone_app_id}${atomic ? ", all or none" : ""}.`;
  },

  execute: ({ kintone_app_id: app, records_data, atomic, check_fields, request_timeout }, context) => {
    const options = { signal: context.signal, timeoutMs: milliseconds(request_timeout) };
    return readUpsertRows(records_data).asyncAndThen((rows) => {
      const toCheck = rows.map(({ row, record }) => ({
        path: ["records_data", row, "record"],
        record,
        operation: "add" as const,
      }));
      return checkRecords(context.session, app, toCheck, { ...options, checkFields: check_fields })
        .map((checked) => rows.map((row, index) => ({ ...row, record: checked[index] ?? row.record })))
        .andThen((checked) => upsertRows(checked, { app, atomic, ...options }, context))
        .map((written) => {
          const add = written.filter(({ operation }) => operation === "INSERT").length;
          const with_update_key = rows.filter(({ key }) => key !== undefined && "updateKey" in key).length;
          const answer = { records: written.map(({ id, revision, operation }) => ({ id, revision, operation })) };
          return {
            app_id: app,
            processed: written.length,
            upsert_result: { add, updated: written.length - add, requested: rows.length, with_update_key },
            raw_response: answer,
            response: answer,
          };
        });
    });
  },

  present: ({ app_id, upsert_result: { add, updated } }) => [
    { type: "text", text: `Added ${add} and updated ${updated} records in app ${app_id}.` },
  ],
});
