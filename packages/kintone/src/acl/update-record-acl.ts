import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { entityOrField, filterCondition, includeSubs } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

const right = () =>
  z.strictObject({
    filterCond: filterCondition(),
    entities: z
      .array(
        z.strictObject({
          entity: entityOrField(),
          includeSubs: includeSubs(),
          viewable: z.boolean().optional(),
          editable: z.boolean().optional(),
          deletable: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(500),
  });

/**
 * Sets who may do what with which records.
 *
 * @see kintone REST API, Update Record Permissions
 */
export const kintoneUpdateRecordAcl = kintoneTool({
  name: "kintone_update_record_acl",
  title: "Update kintone record permissions",
  description:
    "Sets who may view, edit and delete which records of a kintone app, by conditions on the records. The list is replaced as a whole, and " +
    "of the entries that fit a record the first one counts; an empty list lifts all restrictions. Call kintone_get_record_acl with " +
    "preview: true, change what it answers, and send all of it. " +
    "The change is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: true },
  permissions: ["app:manage app"],

  input: () =>
    z.strictObject({
      kintone_app_id: appId(),
      rights: z
        .array(right())
        .max(500)
        .describe(
          'All entries, first one first, as [{"filterCond": "Rank > 5", "entities": [{"entity": {"type": "GROUP", "code": "sales"}, "viewable": true, "editable": true}]}].',
        ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: changedOutput,

  plan: ({ kintone_app_id, rights }) =>
    `Replaces the record permissions being prepared of kintone app ${kintone_app_id} by ${rights.length} entries.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      rights: input.rights.map(rightParameter),
      ...given({ revision: input.revision }),
    };
    return changeSettings(input, context, "updateRecordAcl", (client) => client.app.updateRecordAcl(parameters));
  },

  present: (output) => [changedText("Set record permissions", output)],
});

const rightParameter = ({ filterCond, entities }: z.infer<ReturnType<typeof right>>) => ({
  ...given({ filterCond }),
  entities: entities.map((entity) => ({ ...given(entity), entity: entity.entity })),
});
