import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { previewInput } from "../settings/schema.ts";

/**
 * Reads the notes that an app's administrators keep.
 *
 * @see kintone REST API, Get App Admin Notes
 */
export const kintoneGetAdminNotes = kintoneTool({
  name: "kintone_get_admin_notes",
  title: "Get kintone app admin notes",
  description:
    "Reads the notes that the administrators of a kintone app keep about it: what it is for, who looks after it, what was changed. " +
    "People who only use the app do not see them; its public description is in kintone_get_app. Not possible with OAuth.",
  effect: { kind: "read" },
  permissions: ["app:manage app"],

  input: () => z.strictObject({ kintone_app_id: appId(), preview: previewInput(), request_timeout: requestTimeout() }),

  output: () =>
    z.object({
      app_id: z.string(),
      content: z.string().describe("The notes as HTML; may be empty."),
      include_in_template_and_duplicates: z
        .boolean()
        .describe("Whether copies of the app, and templates of it, get the notes."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, preview } = input;
    return readSettings(input, context, "getAdminNotes", (client) => client.app.getAdminNotes({ app, preview })).map(
      ({ content, includeInTemplateAndDuplicates, revision }) => ({
        app_id: app,
        content,
        include_in_template_and_duplicates: includeInTemplateAndDuplicates,
        revision,
      }),
    );
  },
});
