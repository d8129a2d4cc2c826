import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { appOutput, showApp } from "../settings/app-output.ts";
import { readSettings } from "../settings/change-settings.ts";

/**
 * Reads what an app is.
 *
 * @see kintone REST API, Get App
 */
export const kintoneGetApp = kintoneTool({
  name: "kintone_get_app",
  title: "Get a kintone app",
  description:
    "Reads a kintone app's name, description, app code, space, and who made and last changed it. The description often says what " +
    "the app is for. For the fields call kintone_get_fields, for the other settings kintone_get_general_settings. An app that was " +
    "never deployed is not found.",
  effect: { kind: "read" },
  permissions: ["app:view records or add records"],

  input: () => z.strictObject({ kintone_app_id: appId(), request_timeout: requestTimeout() }),

  output: appOutput,

  execute: (input, context) =>
    readSettings(input, context, "getApp", (client) => client.app.getApp({ id: input.kintone_app_id })).map(showApp),
});
