import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { languageInput, previewInput } from "../settings/schema.ts";

/**
 * Reads an app's views.
 *
 * @see kintone REST API, Get Views
 */
export const kintoneGetViews = kintoneTool({
  name: "kintone_get_views",
  title: "Get kintone views",
  description:
    "Reads the views (lists) of a kintone app by name: kind (LIST, CALENDAR, CUSTOM), order, filter, sorting and the fields they show. " +
    "A view's filter and sort can be used as a query of kintone_query. Call it with preview: true before kintone_update_views.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records", "app:manage app (with preview)"],

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
      views: z
        .record(z.string(), z.looseObject({ id: z.string(), type: z.string() }))
        .describe("Views by name, as kintone gives them."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getViews", (client) =>
      client.app.getViews({ app, preview, ...given({ lang }) }),
    ).map(({ views, revision }) => ({ app_id: app, views, revision }));
  },
});
