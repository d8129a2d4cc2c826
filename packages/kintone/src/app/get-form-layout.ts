import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { previewInput } from "../settings/schema.ts";

/**
 * Reads where a form's fields stand.
 *
 * @see kintone REST API, Get Form Layout
 */
export const kintoneGetFormLayout = kintoneTool({
  name: "kintone_get_form_layout",
  title: "Get kintone form layout",
  description:
    "Reads where the fields of a kintone app's form stand: rows from top to bottom, fields from left to right, with their sizes in " +
    "pixels, and the labels, blank spaces and borders between them. Call it with preview: true before kintone_update_form_layout, " +
    "which takes the whole layout back.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records", "app:manage app (with preview)"],

  input: () => z.strictObject({ kintone_app_id: appId(), preview: previewInput(), request_timeout: requestTimeout() }),

  output: () =>
    z.object({
      app_id: z.string(),
      revision: z.string().describe("Revision of the settings."),
      layout: z
        .array(z.looseObject({ type: z.string() }))
        .describe(
          "Rows (ROW with fields, SUBTABLE with code and fields, GROUP with code and layout), as kintone gives them.",
        ),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, preview } = input;
    return readSettings(input, context, "getFormLayout", (client) => client.app.getFormLayout({ app, preview })).map(
      ({ layout, revision }) => ({ app_id: app, revision, layout }),
    );
  },
});
