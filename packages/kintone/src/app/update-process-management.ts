import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import type { KintoneClient } from "../http/client.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { filterCondition } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { byName, itemIndex, listed } from "../settings/named-items.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

type ProcessParameters = Parameters<KintoneClient["app"]["updateProcessManagement"]>[0];

const stateName = () => z.string().min(1).max(64);

/** Loose beyond what names and orders a status or an action: kintone itself checks assignees and executable users. */
const state = () =>
  z.looseObject({
    index: itemIndex().describe("Place among the statuses, from 0. The first is a new record's."),
    name: stateName().optional().describe("New name."),
    assignee: z.looseObject({ type: z.enum(["ONE", "ALL", "ANY"]) }).optional(),
  });

const action = () =>
  z.looseObject({
    name: z.string().min(1).max(64),
    from: stateName(),
    to: stateName(),
    filterCond: filterCondition(),
    type: z.enum(["PRIMARY", "SECONDARY"]).optional(),
  });

/**
 * Sets an app's process: its statuses and the actions between them.
 *
 * @see kintone REST API, Update Process Management Settings
 */
export const kintoneUpdateProcessManagement = kintoneTool({
  name: "kintone_update_process_management",
  title: "Update kintone process management",
  description:
    "Sets the process management of a kintone app: the statuses of records, who is the assignee in each, and the actions that lead from " +
    "one to the next. Statuses and actions are each replaced as a whole: one that is left out is deleted. Call " +
    "kintone_get_process_management with preview: true, change what it answers, and send all of it. A status is named by its present " +
    "name; another `name` inside renames it. The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z
      .strictObject({
        kintone_app_id: appId(),
        enable: z.boolean().optional().describe("Switches process management on or off."),
        states: byName(state())
          .optional()
          .describe(
            'All statuses by name, as {"Open": {"index": 0}, "Done": {"index": 1, "assignee": {"type": "ONE", "entities": [{"entity": {"type": "USER", "code": "sato"}}]}}}. ' +
              "assignee.type: ONE, ALL or ANY of the entities has to act.",
          ),
        actions: z
          .array(action())
          .max(1000)
          .optional()
          .describe(
            'All actions, as [{"name": "Finish", "from": "Open", "to": "Done"}]; filterCond limits an action to records that match.',
          ),
        revision: settingsRevision(),
        request_timeout: requestTimeout(),
      })
      .refine(
        ({ enable, states, actions }) => (enable ?? states ?? actions) !== undefined,
        "give at least one of enable, states, actions",
      ),

  output: changedOutput,

  plan: ({ kintone_app_id, enable, states, actions }) => {
    const parts = [
      ...(enable === undefined ? [] : [`switches process management ${enable ? "on" : "off"}`]),
      ...(states === undefined ? [] : [`replaces the statuses by ${listed(states)}`]),
      ...(actions === undefined ? [] : [`replaces the actions by ${actions.length}`]),
    ];
    return `In the settings being prepared of kintone app ${kintone_app_id}: ${parts.join("; ")}.`;
  },

  execute: (input, context) => {
    const { kintone_app_id: app, enable, states, actions, revision } = input;
    const parameters = { app, ...given({ enable, states, actions, revision }) } as ProcessParameters;
    return changeSettings(input, context, "updateProcessManagement", (client) =>
      client.app.updateProcessManagement(parameters),
    ).map(({ app_id, revision: changed }) => ({ app_id, revision: changed }));
  },

  present: (output) => [changedText("Set the process", output)],
});
