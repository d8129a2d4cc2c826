import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { kintoneAdministration, pluginId } from "../plugins/schema.ts";
import { milliseconds, requestTimeout } from "../schema.ts";

/**
 * Takes a plug-in out of the domain.
 *
 * @see kintone REST API, Uninstall Plug-in
 */
export const kintoneUninstallPlugin = kintoneTool({
  name: "kintone_uninstall_plugin",
  title: "Uninstall a kintone plug-in",
  description:
    "Takes a plug-in out of the kintone domain. It stops to work in all apps that have it; kintone_get_plugin_apps lists them. Needs a " +
    "login by password of an administrator of kintone.",
  effect: { kind: "destroy", idempotent: false },
  permissions: [kintoneAdministration],

  input: () => z.strictObject({ plugin_id: pluginId(), request_timeout: requestTimeout() }),

  output: () => z.object({ plugin_id: z.string(), uninstalled: z.literal(true) }),

  plan: ({ plugin_id }) =>
    `Uninstalls kintone plug-in ${plugin_id}, which then stops to work in all apps that have it.`,

  execute: ({ plugin_id: id, request_timeout }, { session, signal }) =>
    session
      .request("uninstallPlugin", (client) => client.plugin.uninstallPlugin({ id }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(() => ({ plugin_id: id, uninstalled: true as const })),

  present: ({ plugin_id }) => [{ type: "text", text: `Uninstalled plug-in ${plugin_id}.` }],
});
