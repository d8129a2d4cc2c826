import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { checkRecords } from "../fields/check-record.ts";
import { appId, checkFields, milliseconds, recordData, requestTimeout } from "../schema.ts";
import { renamed, withInputPaths } from "../write/input-paths.ts";
import { readRecordData } from "../write/record-data.ts";

/**
 * Adds one record.
 *
 * @see kintone REST API, Add Record
 */
export const kintoneAddRecord = kintoneTool({
  name: "kintone_add_record",
  title: "Add a kintone record",
  description:
    "Adds one record to a kintone app. Call kintone_get_fields first for the field codes, types and choices. " +
    "Fields that are left out take their default. Record numbers, calculated fields, status, assignee and category cannot be " +
    "written. Attachments are written by the fileKey that kintone_upload_file answers with. Calling it twice adds two records.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:add records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      record_data: recordData().describe(
        'The record: field code to value, as {"Name": {"value": "Sato"}, "Tags": {"value": ["A", "B"]}}. Users are [{"code": "sato"}], ' +
          'attachments [{"fileKey": "…"}], a table [{"value": {"Item": {"value": "Pen"}}}]. JSON, not Python.',
      ),
      check_fields: checkFields(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      record_id: z.string(),
      revision: z.string(),
      app_id: z.string(),
      field_count: z.int().describe("Fields written."),
      response: z.object({ id: z.string(), revision: z.string() }).describe("kintone's own answer."),
    }),

  plan: ({ kintone_app_id, record_data }) =>
    `Adds a record to kintone app ${kintone_app_id} with the fields ${Object.keys(record_data).join(", ")}.`,

  execute: ({ kintone_app_id, record_data, check_fields, request_timeout }, { session, signal }) => {
    const options = { signal, timeoutMs: milliseconds(request_timeout) };
    return readRecordData(record_data, ["record_data"]).asyncAndThen((given) =>
      checkRecords(session, kintone_app_id, [{ path: ["record_data"], record: given, operation: "add" }], {
        ...options,
        checkFields: check_fields,
      })
        .andThen(([record = given]) =>
          session.request("addRecord", (client) => client.record.addRecord({ app: kintone_app_id, record }), {
            ...options,
            repeatable: false,
          }),
        )
        .mapErr((error) => withInputPaths(error, renamed("record", "record_data")))
        .map(({ id, revision }) => ({
          record_id: id,
          revision,
          app_id: kintone_app_id,
          field_count: Object.keys(given).length,
          response: { id, revision },
        })),
    );
  },

  present: ({ record_id, app_id, revision }) => [
    { type: "text", text: `Added record ${record_id} to app ${app_id} (revision ${revision}).` },
  ],
});
