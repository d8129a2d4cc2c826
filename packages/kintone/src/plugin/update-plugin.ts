import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { kintoneAdministration, pluginFileKey, pluginId } from "../plugins/schema.ts";
import { milliseconds, requestTimeout } from "../schema.ts";

/**
 * Puts another version of an installed plug-in in its place.
 *
 * @see kintone REST API, Update Plug-in
 */
export const kintoneUpdatePlugin = kintoneTool({
  name: "kintone_update_plugin",
  title: "Update a kintone plug-in",
  description:
    "Puts another version of an installed plug-in in its place, from a .zip file that was uploaded by kintone_upload_file. All apps that " +
    "have it run the new version at once; kintone_get_plugin_apps lists them. Needs a login by password of an administrator of kintone.",
  effect: { kind: "write", idempotent: false },
  permissions: [kintoneAdministration],

  input: () => z.strictObject({ plugin_id: pluginId(), file_key: pluginFileKey(), request_timeout: requestTimeout() }),

  output: () => z.object({ plugin_id: z.string(), version: z.string() }),

  plan: ({ plugin_id, file_key }) =>
    `Replaces kintone plug-in ${plugin_id} in all apps by the version of the uploaded file ${file_key}.`,

  execute: ({ plugin_id: id, file_key: fileKey, request_timeout }, { session, signal }) =>
    session
      .request("updatePlugin", (client) => client.plugin.updatePlugin({ id, fileKey }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map((updated) => ({ plugin_id: updated.id, version: String(updated.version) })),

  present: ({ plugin_id, version }) => [{ type: "text", text: `Plug-in ${plugin_id} is now version ${version}.` }],
});
