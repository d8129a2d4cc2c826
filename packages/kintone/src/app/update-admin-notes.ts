import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

/**
 * Sets the notes that an app's administrators keep.
 *
 * @see kintone REST API, Update App Admin Notes
 */
export const kintoneUpdateAdminNotes = kintoneTool({
  name: "kintone_update_admin_notes",
  title: "Update kintone app admin notes",
  description:
    "Sets the notes that the administrators of a kintone app keep about it. The text is replaced as a whole: to add to it, read it by " +
    "kintone_get_admin_notes with preview: true and send all of it. The change is prepared only: kintone_deploy_app puts it to use. " +
    "Not possible with OAuth.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z
      .strictObject({
        kintone_app_id: appId(),
        content: z.string().max(100_000).optional().describe("The notes as HTML. Empty removes them."),
        include_in_template_and_duplicates: z
          .boolean()
          .optional()
          .describe("Whether copies of the app, and templates of it, get the notes."),
        revision: settingsRevision(),
        request_timeout: requestTimeout(),
      })
      .refine(
        ({ content, include_in_template_and_duplicates: included }) => content !== undefined || included !== undefined,
        "give at least one of content, include_in_template_and_duplicates",
      ),

  output: changedOutput,

  plan: ({ kintone_app_id, content }) =>
    content === undefined
      ? `Sets whether copies of kintone app ${kintone_app_id} get its admin notes.`
      : `Replaces the admin notes being prepared of kintone app ${kintone_app_id} by ${content.length} characters.`,

  execute: (input, context) => {
    const { kintone_app_id: app, content, include_in_template_and_duplicates, revision } = input;
    const change = given({
      content,
      includeInTemplateAndDuplicates: include_in_template_and_duplicates,
      revision,
    });
    return changeSettings(input, context, "updateAdminNotes", (client) =>
      client.app.updateAdminNotes({ app, ...change }),
    ).map(({ app_id, revision: changed }) => ({ app_id, revision: changed }));
  },

  present: (output) => [changedText("Set the admin notes", output)],
});
