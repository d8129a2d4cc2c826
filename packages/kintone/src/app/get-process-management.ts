import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { readSettings } from "../settings/change-settings.ts";
import { given } from "../settings/given.ts";
import { languageInput, previewInput } from "../settings/schema.ts";

/**
 * Reads an app's process: its statuses and the actions between them.
 *
 * @see kintone REST API, Get Process Management Settings
 */
export const kintoneGetProcessManagement = kintoneTool({
  name: "kintone_get_process_management",
  title: "Get kintone process management",
  description:
    "Reads a kintone app's process management: the statuses of records, who is the assignee in each, and the actions that lead from " +
    "one to the next. Call it before changing a record's status, for the names of the actions and the statuses they start from.",
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
      enable: z.boolean().describe("Whether the app uses process management."),
      states: z
        .record(z.string(), z.looseObject({ name: z.string(), index: z.string() }))
        .nullable()
        .describe("Statuses by name, with their order and assignees; null when none were ever set."),
      actions: z
        .array(z.looseObject({ name: z.string(), from: z.string(), to: z.string() }))
        .nullable()
        .describe(
          "Actions: from which status, to which, for which records (filterCond); null when none were ever set.",
        ),
      revision: z.string().describe("Revision of the settings."),
    }),

  execute: (input, context) => {
    const { kintone_app_id: app, lang, preview } = input;
    return readSettings(input, context, "getProcessManagement", (client) =>
      client.app.getProcessManagement({ app, preview, ...given({ lang }) }),
    ).map(({ enable, states, actions, revision }) => ({ app_id: app, enable, states, actions, revision }));
  },
});
