import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { fieldParameters, fieldProperties, withCodes } from "../settings/field-properties.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

/**
 * Adds fields to the form being prepared.
 *
 * @see kintone REST API, Add Form Fields
 */
export const kintoneAddFormFields = kintoneTool({
  name: "kintone_add_form_fields",
  title: "Add kintone form fields",
  description:
    "Adds fields to the form of a kintone app, at its end. They are prepared only: kintone_deploy_app puts them to use. A field code " +
    "begins with a letter and has letters, digits and underscores; it must not be taken. DROP_DOWN, RADIO_BUTTON, CHECK_BOX and " +
    "MULTI_SELECT need `options` by label, each with `label` and `index`. SUBTABLE needs `fields`; to add columns to a table that is " +
    "there, give its code, type SUBTABLE and the new `fields`. Record number, creator, times, status and category cannot be added.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      properties: fieldProperties().describe(
        'The new fields by code, as {"Rank": {"type": "DROP_DOWN", "label": "Rank", "options": {"A": {"label": "A", "index": "0"}}}}. Without code, or without label, it is the key; a new table needs its label.',
      ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: changedOutput,

  plan: ({ kintone_app_id, properties }) =>
    `Adds the fields ${Object.keys(properties).join(", ")} to the form being prepared of kintone app ${kintone_app_id}.`,

  execute: (input, context) => {
    const { kintone_app_id: app, properties, revision } = input;
    return changeSettings(input, context, "addFormFields", (client) =>
      client.app.addFormFields({ app, properties: fieldParameters(withCodes(properties)), ...given({ revision }) }),
    );
  },

  present: (output) => [changedText("Added fields", output)],
});
