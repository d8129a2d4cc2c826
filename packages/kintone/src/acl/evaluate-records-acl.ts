import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, recordIdInput, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";

/**
 * Reads what the caller may do with records and their fields.
 *
 * @see kintone REST API, Evaluate Record Permissions
 */
export const kintoneEvaluateRecordsAcl = kintoneTool({
  name: "kintone_evaluate_records_acl",
  title: "Evaluate kintone record permissions",
  description:
    "Tells what this user may do with records of a kintone app: view, edit and delete each record, and view and edit each of its " +
    "fields, with the permissions of app, records and fields taken together. For up to 100 records that the user may view. Possible " +
    "with a password only.",
  effect: { kind: "read" },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      record_ids: z.array(recordIdInput()).min(1).max(100).describe("Record ids, at most 100."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      rights: z.array(
        z.object({
          id: z.string().describe("Record id."),
          record: z.looseObject({ viewable: z.boolean(), editable: z.boolean(), deletable: z.boolean() }),
          fields: z
            .record(z.string(), z.looseObject({ viewable: z.boolean(), editable: z.boolean() }))
            .describe("By field code."),
        }),
      ),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, record_ids: ids } = input;
    return readSettings(input, context, "evaluateRecordsAcl", (client) =>
      client.app.evaluateRecordsAcl({ app, ids }),
    ).map(({ rights }) => ({
      app_id: app,
      rights: rights.map(({ id, record, fields }) => ({ id: String(id), record, fields })),
    }));
  },
});
