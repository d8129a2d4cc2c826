import * as z from "@tsunagu/core/zod";
import { appId } from "../schema.ts";

/** Most apps of one deployment. */
export const maxDeployedApps = 300;

/** Apps whose deployment is asked for. */
export const appIdList = () => z.array(appId()).min(1).max(maxDeployedApps).describe("App ids, at most 300.");

/** How the deployment of each app stands. */
export const deployStatusOutput = () =>
  z.array(z.object({ app_id: z.string(), status: z.string().describe("PROCESSING, SUCCESS, FAIL or CANCEL.") }));
