import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { generalOutput, showGeneral } from "../settings/general.ts";
import { given } from "../settings/given.ts";
import { languageInput, previewInput } from "../settings/schema.ts";

/**
 * Reads an app's general settings.
 *
 * @see kintone REST API, Get General Settings
 */
export const kintoneGetGeneralSettings = kintoneTool({
  name: "kintone_get_general_settings",
  title: "Get kintone general settings",
  description:
    "Reads a kintone app's general settings: name, description, icon, theme, the field that titles a record, which features are on, " +
    "and how numbers are computed. Call it with preview: true before kintone_update_general_settings.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records", "app:manage app (with preview)"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      lang: languageInput(),
      preview: previewInput(),
      request_timeout: requestTimeout(),
    }),

  output: generalOutput,

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getAppSettings", (client) =>
      client.app.getAppSettings({ app, preview, ...given({ lang }) }),
    ).map((settings) => showGeneral(app, settings));
  },
});
