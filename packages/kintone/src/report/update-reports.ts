import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import type { KintoneClient } from "../http/client.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { filterCondition } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { byName, idsByName, itemIndex, listed, withNames } from "../settings/named-items.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

type ReportParameters = Parameters<KintoneClient["app"]["updateReports"]>[0]["reports"];

const report = () =>
  z.looseObject({
    index: itemIndex().describe("Place among the reports, from 0."),
    chartType: z.enum(["BAR", "COLUMN", "PIE", "LINE", "SPLINE", "AREA", "SPLINE_AREA", "TABLE", "PIVOT_TABLE"]),
    chartMode: z.enum(["NORMAL", "STACKED", "PERCENTAGE"]).optional().describe("Of BAR, COLUMN, AREA and SPLINE_AREA."),
    name: z.string().min(1).max(64).optional().describe("New name."),
    filterCond: filterCondition(),
  });

/**
 * Sets an app's reports.
 *
 * @see kintone REST API, Update Graph Settings
 */
export const kintoneUpdateReports = kintoneTool({
  name: "kintone_update_reports",
  title: "Update kintone reports",
  description:
    "Sets the reports (graphs and cross tables) of a kintone app. They are replaced as a whole: a report that is left out is deleted. " +
    "Call kintone_get_reports with preview: true, change what it answers, and send all of it. A report is named by its present name; " +
    "another `name` inside renames it, an unknown name adds one. " +
    "The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      reports: byName(report()).describe(
        'All reports by name, as {"By rank": {"index": 0, "name": "By rank", "chartType": "BAR", "chartMode": "NORMAL", "groups": [{"code": "Rank"}], "aggregations": [{"type": "COUNT"}]}}.',
      ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: () => changedOutput().extend({ reports: idsByName().describe("Ids by name.") }),

  plan: ({ kintone_app_id, reports }) =>
    `Replaces the reports being prepared of kintone app ${kintone_app_id} by ${Object.keys(reports).length}: ${listed(reports)}.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      reports: withNames(input.reports) as ReportParameters,
      ...given({ revision: input.revision }),
    };
    return changeSettings(input, context, "updateReports", (client) => client.app.updateReports(parameters)).map(
      ({ app_id, revision, answer }) => ({ app_id, revision, reports: answer.reports }),
    );
  },

  present: (output) => [changedText("Set reports", output)],
});
