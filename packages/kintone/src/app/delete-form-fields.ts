import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, fieldCode, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

/**
 * Deletes fields of the form being prepared; once deployed, their values in all records are gone.
 *
 * @see kintone REST API, Delete Form Fields
 */
export const kintoneDeleteFormFields = kintoneTool({
  name: "kintone_delete_form_fields",
  title: "Delete kintone form fields",
  description:
    "Deletes fields, tables, or columns of tables from the form of a kintone app. When kintone_deploy_app puts that to use, the " +
    "values that records hold in them are deleted for good. Until then kintone_deploy_app with revert: true takes it back. A field " +
    "that a lookup of another app refers to cannot be deleted. All fields are deleted, or none.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      fields: z.array(fieldCode()).min(1).max(100).describe("Codes of the fields to delete."),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: changedOutput,

  plan: ({ kintone_app_id, fields }) =>
    `Deletes the fields ${fields.join(", ")} from the form being prepared of kintone app ${kintone_app_id}; deploying it deletes their values.`,

  execute: (input, context) => {
    const { kintone_app_id: app, fields, revision } = input;
    return changeSettings(input, context, "deleteFormFields", (client) =>
      client.app.deleteFormFields({ app, fields, ...given({ revision }) }),
    );
  },

  present: (output) => [changedText("Deleted fields", output)],
});
