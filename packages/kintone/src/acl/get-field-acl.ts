import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { previewInput } from "../settings/schema.ts";

/**
 * Reads who may do what with which fields.
 *
 * @see kintone REST API, Get Field Permissions
 */
export const kintoneGetFieldAcl = kintoneTool({
  name: "kintone_get_field_acl",
  title: "Get kintone field permissions",
  description:
    "Reads who may view and edit which fields of a kintone app's records. A field that is not listed has no restriction. Call it with " +
    "preview: true before kintone_update_field_acl.",
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
      rights: z.array(z.looseObject({})).describe("Fields and permissions, as kintone gives them."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, preview } = input;
    return readSettings(input, context, "getFieldAcl", (client) => client.app.getFieldAcl({ app, preview })).map(
      ({ rights, revision }) => ({ app_id: app, rights, revision }),
    );
  },
});
