import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { pluginId } from "../plugins/schema.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

/**
 * Adds plug-ins to an app.
 *
 * @see kintone REST API, Add Plug-ins to App
 */
export const kintoneAddAppPlugins = kintoneTool({
  name: "kintone_add_app_plugins",
  title: "Add plug-ins to a kintone app",
  description:
    "Adds installed plug-ins to a kintone app. Call kintone_get_plugins for their ids. A plug-in runs its code in the browser of " +
    "everybody who uses the app; its own settings are made in kintone. The change is prepared only: kintone_deploy_app puts it to use. " +
    "Not possible with OAuth.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      plugin_ids: z.array(pluginId()).min(1).max(100).describe("Ids of the plug-ins to add."),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: changedOutput,

  plan: ({ kintone_app_id, plugin_ids }) =>
    `Adds the plug-ins ${plugin_ids.join(", ")} to the settings being prepared of kintone app ${kintone_app_id}.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      ids: input.plugin_ids,
      ...given({ revision: input.revision }),
    };
    return changeSettings(input, context, "addAppPlugins", (client) => client.app.addPlugins(parameters)).map(
      ({ app_id, revision }) => ({ app_id, revision }),
    );
  },

  present: (output) => [changedText("Added the plug-ins", output)],
});
