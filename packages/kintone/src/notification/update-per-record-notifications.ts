import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import type { KintoneClient } from "../http/client.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { notificationTargets } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

type NotificationParameters = Parameters<KintoneClient["app"]["updatePerRecordNotifications"]>[0]["notifications"];

const notification = () =>
  z.looseObject({
    filterCond: z.string().max(10_000).describe("Condition in kintone's query language."),
    title: z.string().max(1000).optional().describe("Title of the notification."),
    targets: notificationTargets(),
  });

/**
 * Sets whom an app notifies when a record meets a condition.
 *
 * @see kintone REST API, Update Per Record Notification Settings
 */
export const kintoneUpdatePerRecordNotifications = kintoneTool({
  name: "kintone_update_per_record_notifications",
  title: "Update kintone per-record notifications",
  description:
    "Sets whom a kintone app notifies when a record comes to meet a condition. The list is replaced as a whole. Call " +
    "kintone_get_per_record_notifications with preview: true, change what it answers, and send all of it. " +
    "The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      notifications: z
        .array(notification())
        .max(500)
        .describe(
          'All of them, as [{"filterCond": "Rank > 5", "title": "High rank", "targets": [{"entity": {"type": "USER", "code": "sato"}}]}].',
        ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: changedOutput,

  plan: ({ kintone_app_id, notifications }) =>
    `Replaces the per-record notifications being prepared of kintone app ${kintone_app_id} by ${notifications.length}.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      notifications: input.notifications as NotificationParameters,
      ...given({ revision: input.revision }),
    };
    return changeSettings(input, context, "updatePerRecordNotifications", (client) =>
      client.app.updatePerRecordNotifications(parameters),
    );
  },

  present: (output) => [changedText("Set per-record notifications", output)],
});
