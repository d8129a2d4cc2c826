import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { languageInput, previewInput } from "../settings/schema.ts";

/**
 * Reads the full definitions of a form's fields, in use or being prepared.
 *
 * @see kintone REST API, Get Form Fields
 */
export const kintoneGetFormFields = kintoneTool({
  name: "kintone_get_form_fields",
  title: "Get kintone form fields",
  description:
    "Reads the full definitions of a kintone app's fields, as kintone_update_form_fields takes them back, in use or (preview: true) " +
    "being prepared, in a language of choice. To learn only what records hold, kintone_get_fields is shorter. Call it before " +
    "changing fields.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records", "app:manage app (with preview)"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      lang: languageInput(),
      preview: previewInput(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      revision: z.string().describe("Revision of the settings."),
      properties: z
        .record(z.string(), z.looseObject({ type: z.string() }))
        .describe("Definitions by field code, as kintone gives them. Fields of a table are under its `fields`."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getFormFields", (client) =>
      client.app.getFormFields({ app, preview, ...given({ lang }) }),
    ).map(({ properties, revision }) => ({ app_id: app, revision, properties }));
  },
});
