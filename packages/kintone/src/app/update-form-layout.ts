import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { layoutInput } from "../settings/layout-schema.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

/**
 * Places the fields of the form being prepared anew.
 *
 * @see kintone REST API, Update Form Layout
 */
export const kintoneUpdateFormLayout = kintoneTool({
  name: "kintone_update_form_layout",
  title: "Update kintone form layout",
  description:
    "Places the fields of a kintone app's form anew. The layout is replaced as a whole, and every field of the form has to be in it: " +
    "call kintone_get_form_layout with preview: true, change what it answers, and send all of it. Fields are neither added nor " +
    "deleted by it, and a table keeps all of its columns. The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      layout: layoutInput().describe(
        'Rows from top to bottom: {"type": "ROW", "fields": [{"type": "NUMBER", "code": "Price", "size": {"width": 200}}]}, {"type": "SUBTABLE", "code": "Lines", "fields": [...]}, {"type": "GROUP", "code": "Details", "layout": [rows]}.',
      ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: changedOutput,

  plan: ({ kintone_app_id, layout }) =>
    `Replaces the layout of the form being prepared of kintone app ${kintone_app_id} by ${layout.length} rows.`,

  execute: (input, context) => {
    const { kintone_app_id: app, layout, revision } = input;
    return changeSettings(input, context, "updateFormLayout", (client) =>
      client.app.updateFormLayout({ app, layout, ...given({ revision }) }),
    );
  },

  present: (output) => [changedText("Placed the fields anew", output)],
});
