import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { languageInput, previewInput } from "../settings/schema.ts";

/**
 * Reads whom an app notifies when a record meets a condition.
 *
 * @see kintone REST API, Get Per Record Notification Settings
 */
export const kintoneGetPerRecordNotifications = kintoneTool({
  name: "kintone_get_per_record_notifications",
  title: "Get kintone per-record notifications",
  description:
    "Reads whom a kintone app notifies when a record comes to meet a condition. Call it with preview: true before " +
    "kintone_update_per_record_notifications.",
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
      notifications: z.array(z.looseObject({})).describe("Conditions, titles and targets, as kintone gives them."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getPerRecordNotifications", (client) =>
      client.app.getPerRecordNotifications({ app, preview, ...given({ lang }) }),
    ).map(({ notifications, revision }) => ({ app_id: app, notifications, revision }));
  },
});
