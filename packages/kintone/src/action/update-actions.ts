import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import type { KintoneClient } from "../http/client.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { filterCondition } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { byName, idsByName, itemIndex, listed } from "../settings/named-items.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

type ActionParameters = Parameters<KintoneClient["app"]["updateAppActions"]>[0]["actions"];

const action = () =>
  z.looseObject({
    index: itemIndex().describe("Place among the actions, from 0."),
    name: z.string().min(1).max(64).optional().describe("New name."),
    filterCond: filterCondition(),
  });

/**
 * Sets an app's actions.
 *
 * @see kintone REST API, Update Action Settings
 */
export const kintoneUpdateActions = kintoneTool({
  name: "kintone_update_actions",
  title: "Update kintone app actions",
  description:
    "Sets the app actions of a kintone app: buttons that copy a record's values into a new record of another app. They are replaced as a " +
    "whole: an action that is left out is deleted. Call kintone_get_actions with preview: true, change what it answers, and send all of " +
    "it. An action is named by its present name; another `name` inside renames it, an unknown name adds one. " +
    "The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      actions: byName(action()).describe(
        'All actions by name, as {"Order": {"index": 0, "destApp": {"app": "7"}, "mappings": [{"srcType": "FIELD", "srcField": "Name", "destField": "Customer"}], "entities": [{"type": "GROUP", "code": "everyone"}]}}.',
      ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: () => changedOutput().extend({ actions: idsByName().describe("Ids by name.") }),

  plan: ({ kintone_app_id, actions }) =>
    `Replaces the app actions being prepared of kintone app ${kintone_app_id} by ${Object.keys(actions).length}: ${listed(actions)}.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      actions: input.actions as ActionParameters,
      ...given({ revision: input.revision }),
    };
    return changeSettings(input, context, "updateAppActions", (client) => client.app.updateAppActions(parameters)).map(
      ({ app_id, revision, answer }) => ({ app_id, revision, actions: answer.actions }),
    );
  },

  present: (output) => [changedText("Set app actions", output)],
});
