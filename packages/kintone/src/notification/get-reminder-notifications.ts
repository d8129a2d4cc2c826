import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { languageInput, previewInput } from "../settings/schema.ts";

/**
 * Reads an app's reminders.
 *
 * @see kintone REST API, Get Reminder Notification Settings
 */
export const kintoneGetReminderNotifications = kintoneTool({
  name: "kintone_get_reminder_notifications",
  title: "Get kintone reminder notifications",
  description:
    "Reads the reminders of a kintone app: so many days and hours before or after a date field of a record, to whom, under which " +
    "condition. Call it with preview: true before kintone_update_reminder_notifications.",
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
      notifications: z
        .array(z.looseObject({}))
        .describe("Timings, conditions, titles and targets, as kintone gives them."),
      timezone: z.string().describe("IANA time zone of the reminders' times, such as Asia/Tokyo."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getReminderNotifications", (client) =>
      client.app.getReminderNotifications({ app, preview, ...given({ lang }) }),
    ).map(({ notifications, timezone, revision }) => ({ app_id: app, notifications, timezone, revision }));
  },
});
