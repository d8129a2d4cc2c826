import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { customizeInput, deviceParameter } from "../settings/customize-schema.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";

/**
 * Sets an app's customization.
 *
 * @see kintone REST API, Update Customization
 */
export const kintoneUpdateCustomize = kintoneTool({
  name: "kintone_update_customize",
  title: "Update kintone customization",
  description:
    "Sets which JavaScript and CSS files and links customize a kintone app. Each list that is given is replaced as a whole; repeat the " +
    "fileKey of files that are to stay. Files come from kintone_upload_file. The code runs in the browser of everybody who uses the app. " +
    "The change is prepared only: kintone_deploy_app puts it to use. Not possible with an API token.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:manage app"],

  input: () =>
    z
      .strictObject({
        kintone_app_id: appId(),
        scope: z
          .enum(["ALL", "ADMIN", "NONE"])
          .optional()
          .describe("For whom it works: everybody, the app's administrators, nobody."),
        desktop: customizeInput()
          .optional()
          .describe(
            'On the desktop, as {"js": [{"type": "URL", "url": "https://…"}], "css": [{"type": "FILE", "file": {"fileKey": "…"}}]}; at most 30 of each.',
          ),
        mobile: customizeInput().optional().describe("On mobile devices, likewise."),
        revision: settingsRevision(),
        request_timeout: requestTimeout(),
      })
      .refine(
        ({ scope, desktop, mobile }) => (scope ?? desktop ?? mobile) !== undefined,
        "give at least one of scope, desktop, mobile",
      ),

  output: changedOutput,

  plan: ({ kintone_app_id, scope, desktop, mobile }) => {
    const parts = Object.keys(given({ scope, desktop, mobile }));
    return `Replaces ${parts.join(", ")} of the customization being prepared of kintone app ${kintone_app_id}.`;
  },

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      ...given({
        scope: input.scope,
        desktop: deviceParameter(input.desktop),
        mobile: deviceParameter(input.mobile),
        revision: input.revision,
      }),
    };
    return changeSettings(input, context, "updateAppCustomize", (client) => client.app.updateAppCustomize(parameters));
  },

  present: (output) => [changedText("Set the customization", output)],
});
