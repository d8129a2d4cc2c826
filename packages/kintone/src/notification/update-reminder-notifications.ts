import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import type { KintoneClient } from "../http/client.ts";
import { appId, fieldCode, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { filterCondition, notificationTargets } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

type NotificationParameters = Parameters<KintoneClient["app"]["updateReminderNotifications"]>[0]["notifications"];

const days = () => z.union([z.int().min(-2000).max(2000), z.string().regex(/^-?\d{1,4}$/, "has to be a whole number")]);
const hours = () => z.union([z.int().min(-23).max(23), z.string().regex(/^-?\d{1,2}$/, "has to be a whole number")]);
const timing = () =>
  z.union([
    z.strictObject({ code: fieldCode(), daysLater: days(), hoursLater: hours() }),
    z.strictObject({
      code: fieldCode(),
      daysLater: days(),
      time: z.string().regex(/^\d{1,2}:\d{2}$/, "has to be a time as 09:00"),
    }),
  ]);
const notification = () =>
  z.looseObject({
    timing: timing().describe(
      "Days and hours after the date of a field (before it, when negative), or days and a time of day.",
    ),
    filterCond: filterCondition(),
    title: z.string().max(1000).optional().describe("Title of the reminder."),
    targets: notificationTargets(),
  });

/**
 * Sets an app's reminders.
 *
 * @see kintone REST API, Update Reminder Notification Settings
 */
export const kintoneUpdateReminderNotifications = kintoneTool({
  name: "kintone_update_reminder_notifications",
  title: "Update kintone reminder notifications",
  description:
    "Sets the reminders of a kintone app: so many days and hours before or after a date field, or at a time of such a day. The list is " +
    "replaced as a whole. Call kintone_get_reminder_notifications with preview: true, change what it answers, and send all of it. " +
    "The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z
      .strictObject({
        kintone_app_id: appId(),
        notifications: z
          .array(notification())
          .max(500)
          .optional()
          .describe(
            'All of them, as [{"timing": {"code": "Due", "daysLater": -1, "time": "09:00"}, "filterCond": "", "title": "Due tomorrow", "targets": [{"entity": {"type": "FIELD_ENTITY", "code": "Owner"}}]}].',
          ),
        timezone: z.string().min(1).max(64).optional().describe("IANA time zone of the times, such as Asia/Tokyo."),
        revision: settingsRevision(),
        request_timeout: requestTimeout(),
      })
      .refine(
        ({ notifications, timezone }) => (notifications ?? timezone) !== undefined,
        "give notifications or timezone",
      ),

  output: changedOutput,

  plan: ({ kintone_app_id, notifications, timezone }) =>
    notifications === undefined
      ? `Sets the time zone ${timezone} for the reminders being prepared of kintone app ${kintone_app_id}.`
      : `Replaces the reminders being prepared of kintone app ${kintone_app_id} by ${notifications.length}.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      ...given({
        notifications: input.notifications as NotificationParameters,
        timezone: input.timezone,
        revision: input.revision,
      }),
    };
    return changeSettings(input, context, "updateReminderNotifications", (client) =>
      client.app.updateReminderNotifications(parameters),
    );
  },

  present: (output) => [changedText("Set reminders", output)],
});
