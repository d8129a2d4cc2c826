import { setTimeout as wait } from "node:timers/promises";
import { type Progress, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import { orThrow } from "../read/reader.ts";
import { type KintoneSession, type RequestOptions, settle } from "../session.ts";
import { type DeployStatus, readDeployStatus } from "./deploy-status.ts";

/** How a deployment is waited for. */
export interface WaitOptions extends Omit<RequestOptions, "repeatable"> {
  readonly report: (progress: Progress) => void;
}

const firstDelayMs = 200;
const longestDelayMs = 5000;

/**
 * Asks again and again, ever more slowly, until every app's deployment has ended. Errors: `upstream` when one failed;
 * when the signal fires, `aborted`, with the apps and their last known status in `details`.
 */
export const waitForDeploy = (
  session: KintoneSession,
  apps: readonly string[],
  { report, ...options }: WaitOptions,
): ResultAsync<readonly DeployStatus[], ToolError> =>
  settle(async () => {
    let last: readonly DeployStatus[] = [];
    for (let delay = firstDelayMs; ; delay = Math.min(delay * 1.5, longestDelayMs)) {
      const read = await readDeployStatus(session, apps, options);
      last = orThrow(read.mapErr((error) => withApps(error, apps, last)));
      const done = last.filter(({ status }) => status !== "PROCESSING").length;
      report({ message: `${done} of ${apps.length} apps deployed`, done, total: apps.length });
      if (done === last.length) return orThrow(checkOutcome(last));
      await wait(delay, undefined, { signal: options.signal }).catch(() => {
        throw new ToolFailure(
          withApps(toolError("aborted", "The deployment was not waited for to its end."), apps, last),
        );
      });
    }
  });

/** The statuses, when all are SUCCESS; otherwise an error that names the apps. */
const checkOutcome = (statuses: readonly DeployStatus[]): Result<readonly DeployStatus[], ToolError> => {
  const failed = statuses.filter(({ status }) => status !== "SUCCESS");
  if (failed.length === 0) return ok(statuses);
  const named = failed.slice(0, 10).map(({ app_id, status }) => `${app_id} (${status})`);
  const more = failed.length > named.length ? [`and ${failed.length - named.length} more`] : [];
  return err(
    toolError("upstream", `kintone could not put the settings to use: app ${[...named, ...more].join(", ")}.`, {
      hint:
        "All apps of the call keep their former settings. FAIL marks the apps whose settings cannot be used, such as a field that " +
        "is to prohibit duplicates while records hold some; CANCEL the others. Change the settings, then deploy again.",
      details: detailsOf(statuses),
    }),
  );
};

/** An error that also says which apps are being deployed, and how to learn what becomes of them. */
const withApps = (error: ToolError, apps: readonly string[], last: readonly DeployStatus[]): ToolError => {
  const { code, message, ...more } = error;
  const known = apps.map((app_id) => last.find((each) => each.app_id === app_id) ?? { app_id, status: "PROCESSING" });
  return toolError(code, message, {
    ...more,
    hint: "The deployment goes on in kintone. Ask kintone_get_app_deploy_status for these apps.",
    details: detailsOf(known),
  });
};

const detailsOf = (statuses: readonly DeployStatus[]) => ({
  kintone_app_ids: statuses.map(({ app_id }) => app_id),
  apps: statuses.map(({ app_id, status }) => ({ app_id, status })),
});
