import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { languageInput, previewInput } from "../settings/schema.ts";

/**
 * Reads an app's reports.
 *
 * @see kintone REST API, Get Graph Settings
 */
export const kintoneGetReports = kintoneTool({
  name: "kintone_get_reports",
  title: "Get kintone reports",
  description:
    "Reads the reports (graphs and cross tables) of a kintone app by name: chart, grouping, aggregation, filter, sorting and periodic " +
    "reports. It gives their definitions, not their figures. Call it with preview: true before kintone_update_reports.",
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
      reports: z
        .record(z.string(), z.looseObject({ id: z.string(), chartType: z.string() }))
        .describe("Reports by name, as kintone gives them."),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getReports", (client) =>
      client.app.getReports({ app, preview, ...given({ lang }) }),
    ).map(({ reports, revision }) => ({ app_id: app, reports, revision }));
  },
});
