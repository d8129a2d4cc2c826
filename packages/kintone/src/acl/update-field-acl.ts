import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, fieldCode, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { entityOrField, includeSubs } from "../settings/entity-schema.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

const right = () =>
  z.strictObject({
    code: fieldCode(),
    entities: z
      .array(
        z.strictObject({
          entity: entityOrField(),
          includeSubs: includeSubs(),
          accessibility: z.enum(["READ", "WRITE", "NONE"]).describe("WRITE includes READ."),
        }),
      )
      .min(1)
      .max(500),
  });

/**
 * Sets who may do what with which fields.
 *
 * @see kintone REST API, Update Field Permissions
 */
export const kintoneUpdateFieldAcl = kintoneTool({
  name: "kintone_update_field_acl",
  title: "Update kintone field permissions",
  description:
    "Sets who may view and edit which fields of a kintone app's records. The list is replaced as a whole: a field that is left out has no " +
    "restriction. Call kintone_get_field_acl with preview: true, change what it answers, and send all of it. " +
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
          'All fields with restrictions, as [{"code": "Salary", "entities": [{"entity": {"type": "GROUP", "code": "hr"}, "accessibility": "WRITE"}]}].',
        ),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    }),

  output: changedOutput,

  plan: ({ kintone_app_id, rights }) => {
    const codes = rights.map(({ code }) => code).join(", ");
    return `Replaces the field permissions being prepared of kintone app ${kintone_app_id}; restricted then: ${codes === "" ? "none" : codes}.`;
  },

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      rights: input.rights.map(rightParameter),
      ...given({ revision: input.revision }),
    };
    return changeSettings(input, context, "updateFieldAcl", (client) => client.app.updateFieldAcl(parameters));
  },

  present: (output) => [changedText("Set field permissions", output)],
});

const rightParameter = ({ code, entities }: z.infer<ReturnType<typeof right>>) => ({
  code,
  entities: entities.map(({ entity, accessibility, ...more }) => ({ entity, accessibility, ...given(more) })),
});
