import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { kintoneAdministration, nextOffset, offsetAfter, pluginId, pluginPage } from "../plugins/schema.ts";
import { milliseconds, requestTimeout } from "../schema.ts";

/**
 * Lists the apps that have a plug-in.
 *
 * @see kintone REST API, Get Plug-in Apps
 */
export const kintoneGetPluginApps = kintoneTool({
  name: "kintone_get_plugin_apps",
  title: "Get apps with a kintone plug-in",
  description:
    "Lists the kintone apps that a plug-in was added to, by app id. Call it before kintone_uninstall_plugin or kintone_update_plugin, " +
    "to know who is affected. At most 100 a call; to go on, call again with offset set to next_offset. Needs a login by password of an " +
    "administrator of kintone.",
  effect: { kind: "read" },
  permissions: [kintoneAdministration],

  input: () => z.strictObject({ plugin_id: pluginId(), ...pluginPage(), request_timeout: requestTimeout() }),

  output: () =>
    z.object({
      plugin_id: z.string(),
      apps: z.array(z.object({ app_id: z.string(), name: z.string() })),
      next_offset: nextOffset(),
    }),

  execute: ({ plugin_id, offset, limit, request_timeout }, { session, signal }) =>
    session
      .request("getPluginApps", (client) => client.plugin.getApps({ id: plugin_id, offset, limit }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: true,
      })
      .map(({ apps }) => ({
        plugin_id,
        apps: apps.map(({ id, name }) => ({ app_id: String(id), name })),
        next_offset: offsetAfter(apps.length, { offset, limit }),
      })),

  present: ({ apps }) => [
    {
      type: "text",
      text: apps.map(({ app_id, name }) => `${app_id}: ${name}`).join("\n") || "No app has the plug-in.",
    },
  ],
});
