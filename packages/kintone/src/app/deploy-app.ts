import * as z from "@tsunagu/core/zod";
import { okAsync } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { forgetFormFields } from "../fields/form-fields.ts";
import { appId, milliseconds, requestTimeout } from "../schema.ts";
import { settingsConflict } from "../settings/change-settings.ts";
import { deployStatusOutput, maxDeployedApps } from "../settings/deploy-schema.ts";
import { given } from "../settings/given.ts";
import { settingsRevision } from "../settings/schema.ts";
import { waitForDeploy } from "../settings/wait-for-deploy.ts";

const input = () =>
  z
    .strictObject({
      apps: z
        .array(z.strictObject({ kintone_app_id: appId(), revision: settingsRevision() }))
        .min(1)
        .max(maxDeployedApps)
        .describe('The apps, at most 300, as [{"kintone_app_id": "12"}]; all of them are deployed, or none.'),
      revert: z
        .boolean()
        .default(false)
        .describe("true drops the settings being prepared, and goes back to those in use."),
      wait: z
        .boolean()
        .default(false)
        .describe(
          "true answers when the deployment has ended, at most 10 minutes later. false answers when it has begun.",
        ),
      request_timeout: requestTimeout(),
    })
    .superRefine(({ apps }, check) => {
      const ids = apps.map(({ kintone_app_id }) => kintone_app_id);
      const index = ids.findIndex((id, place) => ids.indexOf(id) !== place);
      if (index >= 0)
        check.addIssue({
          code: "custom",
          path: ["apps", index, "kintone_app_id"],
          message: `${ids[index]} is named twice`,
        });
    });

/**
 * Puts the settings being prepared to use, or drops them.
 *
 * @see kintone REST API, Deploy App Settings
 */
export const kintoneDeployApp = kintoneTool({
  name: "kintone_deploy_app",
  title: "Deploy kintone app settings",
  description:
    "Puts the settings being prepared of kintone apps to use: fields, layout, views and all others that were changed, also by people " +
    "in kintone's settings pages. Fields that were deleted lose their values for good. With revert: true what was prepared is " +
    "dropped instead. It goes on in kintone for seconds or minutes: give wait: true, or ask kintone_get_app_deploy_status. " +
    "Meanwhile settings cannot be changed.",
  effect: { kind: "destroy", idempotent: true },
  effectOf: ({ revert }) => ({ kind: revert ? "destroy" : "write", idempotent: true }),
  permissions: ["app:manage app"],
  deadlineMs: 600_000,

  input,
  output: () =>
    z.object({
      apps: deployStatusOutput().describe("How the deployment of each app stands: PROCESSING, or after wait SUCCESS."),
      reverted: z.boolean(),
    }),

  plan: ({ apps, revert }) => {
    const ids = apps.map(({ kintone_app_id }) => kintone_app_id).join(", ");
    return revert
      ? `Drops the settings being prepared of kintone apps ${ids}.`
      : `Puts the settings being prepared of kintone apps ${ids} to use.`;
  },

  execute: ({ apps, revert, wait, request_timeout }, { session, signal, report }) => {
    const options = { signal, timeoutMs: milliseconds(request_timeout) };
    const ids = apps.map(({ kintone_app_id }) => kintone_app_id);
    const parameters = {
      apps: apps.map(({ kintone_app_id, revision }) => ({ app: kintone_app_id, ...given({ revision }) })),
      revert,
    };
    return session
      .request("deployApp", (client) => client.app.deployApp(parameters), { ...options, repeatable: false })
      .mapErr(settingsConflict)
      .andThen(() => {
        for (const id of ids) forgetFormFields(session, id);
        return wait
          ? waitForDeploy(session, ids, { ...options, report })
          : okAsync(ids.map((app_id) => ({ app_id, status: "PROCESSING" })));
      })
      .map((statuses) => ({ apps: [...statuses], reverted: revert }));
  },

  present: ({ apps, reverted }) => {
    const ids = apps.map(({ app_id }) => app_id).join(", ");
    const what = reverted ? "Dropping of the prepared settings" : "Deployment";
    const stands = apps.every(({ status }) => status === "SUCCESS") ? "is done" : "has begun";
    return [{ type: "text", text: `${what} of app ${ids} ${stands}.` }];
  },
});
