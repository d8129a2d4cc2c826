import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { customizeOutput } from "../settings/customize-schema.ts";
import { previewInput } from "../settings/schema.ts";

/**
 * Reads an app's customization.
 *
 * @see kintone REST API, Get Customization
 */
export const kintoneGetCustomize = kintoneTool({
  name: "kintone_get_customize",
  title: "Get kintone customization",
  description:
    "Reads which JavaScript and CSS files and links customize a kintone app on the desktop and on mobile devices, and for whom. A file's " +
    "fileKey can be given to kintone_download_file. Not possible with an API token.",
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
      scope: z.string().describe("For whom: ALL, ADMIN or NONE."),
      desktop: customizeOutput(),
      mobile: customizeOutput(),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, preview } = input;
    return readSettings(input, context, "getAppCustomize", (client) =>
      client.app.getAppCustomize({ app, preview }),
    ).map(({ scope, desktop, mobile, revision }) => ({ app_id: app, scope, desktop, mobile, revision }));
  },
});
