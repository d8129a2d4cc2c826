import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { fieldParameters, fieldProperties } from "../settings/field-properties.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

/**
 * Changes fields of the form being prepared.
 *
 * @see kintone REST API, Update Form Fields
 */
export const kintoneUpdateFormFields = kintoneTool({
  name: "kintone_update_form_fields",
  title: "Update kintone form fields",
  description:
    "Changes settings of fields of a kintone app: label, code, required, limits, choices, lookup and so on. Call " +
    "kintone_get_form_fields with preview: true first. Settings that are left out stay, but `options` are replaced as a whole: a " +
    "choice that is left out is deleted. A field's type cannot be changed. New columns of a table are added by " +
    "kintone_add_form_fields. The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      properties: fieldProperties().describe(
        'The changes by present field code, each with the field\'s type, as {"Name": {"type": "SINGLE_LINE_TEXT", "label": "Full name"}}. Another `code` inside renames the field.',
      ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: changedOutput,

  plan: ({ kintone_app_id, properties }) =>
    `Changes the fields ${Object.keys(properties).join(", ")} of the form being prepared of kintone app ${kintone_app_id}.`,

  execute: (input, context) => {
    const { kintone_app_id: app, properties, revision } = input;
    return changeSettings(input, context, "updateFormFields", (client) =>
      client.app.updateFormFields({ app, properties: fieldParameters(properties), ...given({ revision }) }),
    );
  },

  present: (output) => [changedText("Changed fields", output)],
});
