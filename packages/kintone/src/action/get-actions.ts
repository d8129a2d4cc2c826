import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { languageInput, previewInput } from "../settings/schema.ts";

/**
 * Reads an app's actions.
 *
 * @see kintone REST API, Get Action Settings
 */
export const kintoneGetActions = kintoneTool({
  name: "kintone_get_actions",
  title: "Get kintone app actions",
  description:
    "Reads the app actions of a kintone app by name: buttons that copy a record's values into a new record of another app, with their " +
    "field mappings, conditions and who may use them. These are not the actions of a process; for those call kintone_get_process_management.",
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
      actions: z
        .record(z.string(), z.looseObject({ id: z.string() }))
        .describe("App actions by name, as kintone gives them."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getAppActions", (client) =>
      client.app.getAppActions({ app, preview, ...given({ lang }) }),
    ).map(({ actions, revision }) => ({ app_id: app, actions, revision }));
  },
});
