import type { Issue } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { appId, requestTimeout } from "../schema.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { generalInput } from "../settings/general.ts";
import { given } from "../settings/given.ts";
import { changedOutput, changedText, settingsRevision } from "../settings/schema.ts";
import { withInputPaths } from "../write/input-paths.ts";

const input = () =>
  z
    .strictObject({
      kintone_app_id: appId(),
      ...generalInput(),
      revision: settingsRevision(),
      request_timeout: requestTimeout(),
    })
    .superRefine((settings, check) => {
      if (changedNames(settings).length > 0) return;
      check.addIssue({
        code: "custom",
        path: [],
        message: `give at least one of ${Object.keys(generalInput()).join(", ")}`,
      });
    });

/**
 * Changes an app's general settings being prepared.
 *
 * @see kintone REST API, Update General Settings
 */
export const kintoneUpdateGeneralSettings = kintoneTool({
  name: "kintone_update_general_settings",
  title: "Update kintone general settings",
  description:
    "Changes a kintone app's general settings: name, description, icon, theme, the field that titles a record, features, and how " +
    "numbers are computed. Settings that are left out stay. Call kintone_get_general_settings with preview: true first. The change " +
    "is prepared only: kintone_deploy_app puts it to use.",
  effect: { kind: "write", idempotent: false },
  permissions: ["app:manage app"],

  input,
  output: changedOutput,

  plan: (settings) =>
    `Changes ${changedNames(settings).join(", ")} in the settings being prepared of kintone app ${settings.kintone_app_id}.`,

  execute: (input, context) => {
    const parameters = {
      app: input.kintone_app_id,
      ...given({
        name: input.name,
        description: input.description,
        icon: input.icon,
        theme: input.theme,
        titleField: input.title_field,
        enableThumbnails: input.enable_thumbnails,
        enableComments: input.enable_comments,
        enableBulkDeletion: input.enable_bulk_deletion,
        enableDuplicateRecord: input.enable_duplicate_record,
        enableInlineRecordEditing: input.enable_inline_record_editing,
        numberPrecision: input.number_precision && given(input.number_precision),
        firstMonthOfFiscalYear: input.first_month_of_fiscal_year,
        revision: input.revision,
      }),
    };
    return changeSettings(input, context, "updateAppSettings", (client) =>
      client.app.updateAppSettings(parameters),
    ).mapErr((error) => withInputPaths(error, inputPath));
  },

  present: (output) => [changedText("Changed general settings", output)],
});

const changedNames = (settings: object): readonly string[] =>
  Object.entries(settings)
    .filter(([name, value]) => Object.hasOwn(generalInput(), name) && value !== undefined)
    .map(([name]) => name);

/** kintone's `titleField` is our `title_field`. */
const inputPath = ([first, ...rest]: Issue["path"]): Issue["path"] =>
  typeof first === "string" ? [first.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), ...rest] : [];
