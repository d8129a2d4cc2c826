import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { appIdList, deployStatusOutput } from "../settings/deploy-schema.ts";
import { readDeployStatus } from "../settings/deploy-status.ts";

/**
 * Reads how deployments of settings stand.
 *
 * @see kintone REST API, Get App Deploy Status
 */
export const kintoneGetAppDeployStatus = kintoneTool({
  name: "kintone_get_app_deploy_status",
  title: "Get kintone app deploy status",
  description:
    "Tells how the deployment of settings that kintone_deploy_app started stands, for up to 300 kintone apps: PROCESSING; SUCCESS; " +
    "FAIL, the settings of this app could not be used; CANCEL, another app of the same deployment failed. After FAIL and CANCEL the " +
    "apps go on with their former settings.",
  effect: { kind: "read" },
  permissions: ["app:manage app"],

  input: () => z.strictObject({ kintone_app_ids: appIdList(), request_timeout: requestTimeout() }),

  output: () => z.object({ apps: deployStatusOutput() }),

  execute: ({ kintone_app_ids, request_timeout }, { session, signal }) =>
    readDeployStatus(session, kintone_app_ids, { signal, timeoutMs: milliseconds(request_timeout) }).map((apps) => ({
      apps: [...apps],
    })),
});
