import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { entityOrCreator, includeSubs } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

const right = () =>
  z.strictObject({
    entity: entityOrCreator(),
    includeSubs: includeSubs(),
    appEditable: z.boolean().optional(),
    recordViewable: z.boolean().optional(),
    recordAddable: z.boolean().optional(),
    recordEditable: z.boolean().optional(),
    recordDeletable: z.boolean().optional(),
    recordImportable: z.boolean().optional(),
    recordExportable: z.boolean().optional(),
  });

/**
 * Sets who may do what in an app.
 *
 * @see kintone REST API, Update App Permissions
 */
export const kintoneUpdateAppAcl = kintoneTool({
  name: "kintone_update_app_acl",
  title: "Update kintone app permissions",
  description:
    "Sets who may view, add, edit, delete, import and export records of a kintone app, and who may manage it. The list is replaced as a " +
    "whole, and of the entries that fit a person the first one counts. A permission that is left out is not given. Call " +
    "kintone_get_app_acl with preview: true, change what it answers, and send all of it. Keep somebody who may manage the app. " +
    "The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      rights: z
        .array(right())
        .min(1)
        .max(500)
        .describe(
          'All entries, first one first, as [{"entity": {"type": "CREATOR"}, "appEditable": true, "recordViewable": true}].',
        ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: changedOutput,

  plan: ({ kintone_app_id, rights }) =>
    `Replaces the permissions being prepared of kintone app ${kintone_app_id} by ${rights.length} entries.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      rights: input.rights.map(rightParameter),
      ...given({ revision: input.revision }),
    };
    return changeSettings(input, context, "updateAppAcl", (client) => client.app.updateAppAcl(parameters));
  },

  present: (output) => [changedText("Set app permissions", output)],
});

const rightParameter = ({ entity, ...granted }: z.infer<ReturnType<typeof right>>) => ({
  ...given(granted),
  entity: entity.type === "CREATOR" ? { type: entity.type } : entity,
});
