import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { previewInput } from "../settings/schema.ts";

/**
 * Lists the plug-ins of an app.
 *
 * @see kintone REST API, Get App Plug-ins
 */
export const kintoneGetAppPlugins = kintoneTool({
  name: "kintone_get_app_plugins",
  title: "Get kintone app plug-ins",
  description:
    "Lists the plug-ins that were added to a kintone app, by id and name, and whether each works. How a plug-in is configured is not " +
    "told. For the plug-ins of the whole domain call kintone_get_plugins. Not possible with OAuth.",
  effect: { kind: "read" },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      lang: z
        .enum(["ja", "en", "zh"])
        .optional()
        .describe("Language of the plug-ins' names. Without it, the caller's."),
      preview: previewInput(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      plugins: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          enabled: z.boolean().describe("Whether the plug-in works here."),
        }),
      ),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getAppPlugins", (client) =>
      client.app.getPlugins({ app, preview, ...given({ lang }) }),
    ).map(({ plugins, revision }) => ({
      app_id: app,
      plugins: plugins.map(({ id, name, enabled }) => ({ id, name, enabled })),
      revision,
    }));
  },

  present: ({ app_id, plugins }) => [
    {
      type: "text",
      text:
        plugins.map(({ id, name, enabled }) => `${id}: ${name}${enabled ? "" : " (off)"}`).join("\n") ||
        `App ${app_id} has no plug-ins.`,
    },
  ],
});
