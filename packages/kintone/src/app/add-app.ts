import { toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync } from "neverthrow";
import { kintoneTool } from "../connector.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { given } from "../settings/given.ts";

/**
 * Makes an app.
 *
 * @see kintone REST API, Add Preview App
 */
export const kintoneAddApp = kintoneTool({
  name: "kintone_add_app",
  title: "Add a kintone app",
  description:
    "Makes a new kintone app without fields. It is being prepared and cannot hold records yet: add fields with " +
    "kintone_add_form_fields, then put it to use with kintone_deploy_app. Calling it twice makes two apps. Not possible with an API " +
    "token; with OAuth not in a space.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:create apps"],

  input: () =>
    z.strictObject({
      name: z.string().min(1).max(64).describe("App name."),
      space_id: z
        .string()
        .regex(/^[1-9]\d{0,17}$/, "has to be a positive whole number")
        .optional()
        .describe("Space to make the app in, in its default thread. Without it the app belongs to no space."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      app_id: z.string(),
      revision: z.string().describe("Revision of the settings being prepared."),
    }),

  plan: ({ name, space_id }) =>
    `Makes the kintone app ${JSON.stringify(name)}${space_id === undefined ? "" : ` in space ${space_id}`}.`,

  execute: ({ name, space_id, request_timeout }, { session, signal }) => {
    if (space_id !== undefined && session.credential === "oauth") {
      const hint = "Leave space_id out, or log in with kintone_username and kintone_password.";
      return errAsync(
        toolError(
          "unsupported",
          "kintone tells a space's threads to no OAuth token, so that no app can be made in it.",
          {
            hint,
          },
        ),
      );
    }
    return session
      .request("addApp", (client) => client.app.addApp({ name, ...given({ space: space_id }) }), {
        signal,
        timeoutMs: milliseconds(request_timeout),
        repeatable: false,
      })
      .map(({ app, revision }) => ({ app_id: String(app), revision: String(revision) }));
  },

  present: ({ app_id }) => [
    { type: "text", text: `Made app ${app_id}. It cannot be used yet: call kintone_deploy_app.` },
  ],
});
