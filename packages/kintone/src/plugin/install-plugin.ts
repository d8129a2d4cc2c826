import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { kintoneAdministration, pluginFileKey } from "../plugins/schema.ts";
import { milliseconds, requestTimeout } from "../schema.ts";

/**
 * Installs a plug-in in the domain.
 *
 * @see kintone REST API, Install Plug-in
 */
export const kintoneInstallPlugin = kintoneTool({
  name: "kintone_install_plugin",
  title: "Install a kintone plug-in",
  description:
    "Installs a plug-in in the kintone domain, from a .zip file that was uploaded by kintone_upload_file. No app has it yet: add it by " +
    "kintone_add_app_plugins. One that is installed already is changed by kintone_update_plugin. Needs a login by password of an " +
    "administrator of kintone.",
  effect: { kind: "write", idempotent: false },
  permissions: [kintoneAdministration],

  input: () => z.strictObject({ file_key: pluginFileKey(), request_timeout: requestTimeout() }),

  output: () => z.object({ plugin_id: z.string(), version: z.string() }),

  plan: ({ file_key }) => `Installs the plug-in of the uploaded file ${file_key} in the kintone domain.`,

  execute: ({ file_key: fileKey, request_timeout }, { session, signal }) =>
    session
      .request("installPlugin", (client) => client.plugin.installPlugin({ fileKey }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(({ id, version }) => ({ plugin_id: id, version: String(version) })),

  present: ({ plugin_id, version }) => [
    { type: "text", text: `Installed plug-in ${plugin_id}, version ${version}. No app has it yet.` },
  ],
});
