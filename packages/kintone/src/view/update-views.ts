import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import type { KintoneClient } from "../http/client.ts";
import { appId, fieldCode, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { filterCondition } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { byName, idsByName, itemIndex, listed } from "../settings/named-items.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

type ViewParameters = Parameters<KintoneClient["app"]["updateViews"]>[0]["views"];

const view = () =>
  z.looseObject({
    index: itemIndex().describe("Place among the views, from 0."),
    type: z.enum(["LIST", "CALENDAR", "CUSTOM"]),
    name: z.string().min(1).max(64).optional().describe("New name."),
    filterCond: filterCondition(),
    sort: z.string().max(1000).optional().describe("Sorting in kintone's query language, such as `Due asc, $id desc`."),
    fields: z.array(fieldCode()).max(500).optional().describe("Of a LIST: field codes from left to right."),
  });

/**
 * Sets an app's views.
 *
 * @see kintone REST API, Update Views
 */
export const kintoneUpdateViews = kintoneTool({
  name: "kintone_update_views",
  title: "Update kintone views",
  description:
    "Sets the views (lists) of a kintone app. They are replaced as a whole: a view that is left out is deleted. Call kintone_get_views " +
    "with preview: true, change what it answers, and send all of it. A view is named by its present name; another `name` inside renames " +
    "it, an unknown name adds a view. " +
    "The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      views: byName(view()).describe(
        'All views by name, as {"Open": {"index": 0, "type": "LIST", "fields": ["Name"], "filterCond": "", "sort": "$id desc"}}.',
      ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: () => changedOutput().extend({ views: idsByName().describe("Ids by name.") }),

  plan: ({ kintone_app_id, views }) =>
    `Replaces the views being prepared of kintone app ${kintone_app_id} by ${Object.keys(views).length}: ${listed(views)}.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      views: input.views as ViewParameters,
      ...given({ revision: input.revision }),
    };
    return changeSettings(input, context, "updateViews", (client) => client.app.updateViews(parameters)).map(
      ({ app_id, revision, answer }) => ({ app_id, revision, views: answer.views }),
    );
  },

  present: (output) => [changedText("Set views", output)],
});
