import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { entityOrField, includeSubs } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

const notification = () =>
  z.strictObject({
    entity: entityOrField(),
    includeSubs: includeSubs(),
    recordAdded: z.boolean().optional(),
    recordEdited: z.boolean().optional(),
    commentAdded: z.boolean().optional(),
    statusChanged: z.boolean().optional(),
    fileImported: z.boolean().optional(),
  });

/**
 * Sets whom an app notifies in general.
 *
 * @see kintone REST API, Update General Notification Settings
 */
export const kintoneUpdateGeneralNotifications = kintoneTool({
  name: "kintone_update_general_notifications",
  title: "Update kintone general notifications",
  description:
    "Sets whom a kintone app notifies of records added and edited, comments, status changes and imports. The list is replaced as a whole. " +
    "Call kintone_get_general_notifications with preview: true, change what it answers, and send all of it. " +
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
          .describe('Who is notified of what, as [{"entity": {"type": "USER", "code": "sato"}, "recordAdded": true}].'),
        notify_to_commenter: z
          .boolean()
          .optional()
          .describe("Whether who commented on a record is notified of further comments."),
        revision: settingsRevision(),
        request_timeout: requestTimeout(),
      })
      .refine(
        (settings) => (settings.notifications ?? settings.notify_to_commenter) !== undefined,
        "give notifications or notify_to_commenter",
      ),

  output: changedOutput,

  plan: ({ kintone_app_id, notifications }) =>
    notifications === undefined
      ? `Changes whether commenters are notified, in the settings being prepared of kintone app ${kintone_app_id}.`
      : `Replaces the general notifications being prepared of kintone app ${kintone_app_id} by ${notifications.length}.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      ...given({
        notifications: input.notifications?.map(parameterOf),
        notifyToCommenter: input.notify_to_commenter,
        revision: input.revision,
      }),
    };
    return changeSettings(input, context, "updateGeneralNotifications", (client) =>
      client.app.updateGeneralNotifications(parameters),
    );
  },

  present: (output) => [changedText("Set general notifications", output)],
});

const parameterOf = ({ entity, ...occasions }: z.infer<ReturnType<typeof notification>>) => ({
  entity,
  ...given(occasions),
});
