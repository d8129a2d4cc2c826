import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { previewInput } from "../settings/schema.ts";

/**
 * Reads who may do what in an app.
 *
 * @see kintone REST API, Get App Permissions
 */
export const kintoneGetAppAcl = kintoneTool({
  name: "kintone_get_app_acl",
  title: "Get kintone app permissions",
  description:
    "Reads who may view, add, edit, delete, import and export records of a kintone app, and who may manage it. Of the entries that fit a " +
    "person the first one counts. Call it with preview: true before kintone_update_app_acl.",
  effect: { kind: "read" },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      preview: previewInput(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      rights: z.array(z.looseObject({})).describe("Permissions, first one first, as kintone gives them."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, preview } = input;
    return readSettings(input, context, "getAppAcl", (client) => client.app.getAppAcl({ app, preview })).map(
      ({ rights, revision }) => ({ app_id: app, rights, revision }),
    );
  },
});
