import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type ResultAsync } from "neverthrow";
import { forgetFormFields } from "../fields/form-fields.ts";
import type { KintoneSession, RequestOptions } from "../session.ts";

/** How the deployment of an app stands: PROCESSING, SUCCESS, FAIL or CANCEL. */
export interface DeployStatus {
  readonly app_id: string;
  readonly status: string;
}

/**
 * Reads how deployments stand. What is kept of the forms of these apps is dropped, since they may have changed.
 *
 * @see kintone REST API, Get App Deploy Status
 */
export const readDeployStatus = (
  session: KintoneSession,
  apps: readonly string[],
  options: Omit<RequestOptions, "repeatable">,
): ResultAsync<readonly DeployStatus[], ToolError> =>
  session
    .request("getDeployStatus", (client) => client.app.getDeployStatus({ apps: [...apps] }), {
      ...options,
      repeatable: true,
    })
    .andThen((answer) => {
      const statuses = Array.isArray(answer.apps)
        ? answer.apps.map(({ app, status }) => ({ app_id: String(app), status }))
        : [];
      for (const app of apps) forgetFormFields(session, app);
      return apps.every((app) => statuses.some(({ app_id }) => app_id === app))
        ? ok(statuses)
        : err(toolError("upstream", "kintone's answer does not tell the deploy status of each app."));
    });
