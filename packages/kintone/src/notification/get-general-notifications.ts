import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { previewInput } from "../settings/schema.ts";

/**
 * Reads whom an app notifies in general.
 *
 * @see kintone REST API, Get General Notification Settings
 */
export const kintoneGetGeneralNotifications = kintoneTool({
  name: "kintone_get_general_notifications",
  title: "Get kintone general notifications",
  description:
    "Reads whom a kintone app notifies of records added and edited, comments, status changes and imports. Call it with preview: true " +
    "before kintone_update_general_notifications.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records", "app:manage app (with preview)"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      preview: previewInput(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      notifications: z.array(z.looseObject({})).describe("Who is notified of what, as kintone gives it."),
      notify_to_commenter: z.boolean().describe("Whether who commented on a record is notified of further comments."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, preview } = input;
    return readSettings(input, context, "getGeneralNotifications", (client) =>
      client.app.getGeneralNotifications({ app, preview }),
    ).map(({ notifications, notifyToCommenter, revision }) => ({
      app_id: app,
      notifications,
      notify_to_commenter: notifyToCommenter,
      revision,
    }));
  },
});
