import type { Content } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";

/** The revision of settings that a change expects. */
export const settingsRevision = () =>
  z
    .string()
    .regex(/^(-1|\d{1,18})$/, "has to be a whole number")
    .optional()
    .describe(
      "The settings' revision as it was read; when they were changed meanwhile, the answer is a conflict. Without it, or with -1, the change is made in any case.",
    );

/** Which settings are read. */
export const previewInput = () =>
  z
    .boolean()
    .default(false)
    .describe(
      "false reads the settings in use. true reads those being prepared, which kintone_deploy_app puts to use; it takes the permission to manage the app.",
    );

/** The language of names that an app gives in several. */
export const languageInput = () =>
  z
    .enum(["default", "user", "ja", "en", "zh"])
    .optional()
    .describe(
      "Language of names that the app gives in several languages. default: the app's own; user: the caller's. Without it, default.",
    );

/** A person, group or organization that a setting names. */
export const entityOutput = () => z.object({ code: z.string(), name: z.string() });

/** What a change of settings answers. */
export const changedOutput = () =>
  z.object({
    app_id: z.string(),
    revision: z.string().describe("Revision of the settings being prepared."),
  });

/** Sentence of a change that is prepared and not in use yet. */
export const changedText = (
  what: string,
  { app_id, revision }: z.infer<ReturnType<typeof changedOutput>>,
): Content => ({
  type: "text",
  text: `${what} in app ${app_id} (settings revision ${revision}). Not in use yet: call kintone_deploy_app.`,
});
