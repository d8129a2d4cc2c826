import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { languageInput, previewInput } from "../settings/schema.ts";

/**
 * Reads who may do what with which records.
 *
 * @see kintone REST API, Get Record Permissions
 */
export const kintoneGetRecordAcl = kintoneTool({
  name: "kintone_get_record_acl",
  title: "Get kintone record permissions",
  description:
    "Reads who may view, edit and delete which records of a kintone app, by conditions on the records. Of the entries that fit a record " +
    "the first one counts. Call it with preview: true before kintone_update_record_acl.",
  effect: { kind: "read" },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      lang: languageInput(),
      preview: previewInput(),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      rights: z
        .array(z.looseObject({}))
        .describe("Conditions and permissions, first one first, as kintone gives them."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getRecordAcl", (client) =>
      client.app.getRecordAcl({ app, preview, ...given({ lang }) }),
    ).map(({ rights, revision }) => ({ app_id: app, rights, revision }));
  },
});
