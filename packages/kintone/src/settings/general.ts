import * as z from "@tsunagu/core/zod";
import type { KintoneClient } from "../http/client.ts";
import { fieldCode } from "../schema.ts";

/** General settings in an answer. A setting that this kintone does not tell is null. */
export const generalOutput = () =>
  z.object({
    app_id: z.string(),
    name: z.string(),
    description: z.string().describe("HTML; may be empty."),
    icon: z.looseObject({ type: z.string() }).nullable().describe("PRESET with key, or FILE with file."),
    theme: z.string().nullable(),
    title_field: z
      .looseObject({ selectionMode: z.string() })
      .nullable()
      .describe("The field that titles a record: AUTO, or MANUAL with code."),
    enable_thumbnails: z.boolean().nullable(),
    enable_comments: z.boolean().nullable(),
    enable_bulk_deletion: z.boolean().nullable(),
    enable_duplicate_record: z.boolean().nullable(),
    enable_inline_record_editing: z.boolean().nullable(),
    number_precision: z
      .looseObject({})
      .nullable()
      .describe("digits, decimalPlaces and roundingMode of numbers and calculations."),
    first_month_of_fiscal_year: z.string().nullable().describe("1 to 12."),
    revision: z.string().describe("Revision of the settings."),
  });

type Answer = Awaited<ReturnType<KintoneClient["app"]["getAppSettings"]>>;

/** General settings of the API in our words. Older kintones do not answer all of them. */
export const showGeneral = (
  app: string,
  settings: Partial<Answer> & Pick<Answer, Known>,
): z.infer<ReturnType<typeof generalOutput>> => ({
  app_id: app,
  name: settings.name,
  description: settings.description,
  icon: settings.icon ?? null,
  theme: settings.theme ?? null,
  title_field: settings.titleField ?? null,
  enable_thumbnails: settings.enableThumbnails ?? null,
  enable_comments: settings.enableComments ?? null,
  enable_bulk_deletion: settings.enableBulkDeletion ?? null,
  enable_duplicate_record: settings.enableDuplicateRecord ?? null,
  enable_inline_record_editing: settings.enableInlineRecordEditing ?? null,
  number_precision: settings.numberPrecision ?? null,
  first_month_of_fiscal_year: settings.firstMonthOfFiscalYear ?? null,
  revision: settings.revision,
});

type Known = "name" | "description" | "revision";

/** General settings to change; each may be left out. */
export const generalInput = () => ({
  name: z.string().min(1).max(64).optional().describe("App name."),
  description: z.string().max(10_000).optional().describe("App description; may be HTML."),
  icon: z
    .union([
      z.strictObject({ type: z.literal("PRESET"), key: z.string().min(1).max(64).describe("Such as APP60.") }),
      z.strictObject({
        type: z.literal("FILE"),
        file: z.strictObject({ fileKey: z.string().min(1).max(256).describe("What kintone_upload_file answers.") }),
      }),
    ])
    .optional()
    .describe(
      '{"type": "PRESET", "key": "APP60"}, or {"type": "FILE", "file": {"fileKey": "…"}} of an uploaded image.',
    ),
  theme: z.enum(["WHITE", "RED", "GREEN", "BLUE", "YELLOW", "BLACK"]).optional().describe("Colour of the app."),
  title_field: z
    .union([
      z.strictObject({ selectionMode: z.literal("AUTO") }),
      z.strictObject({ selectionMode: z.literal("MANUAL"), code: fieldCode() }),
    ])
    .optional()
    .describe(
      'The field that titles a record: {"selectionMode": "AUTO"}, or {"selectionMode": "MANUAL", "code": "Name"}.',
    ),
  enable_thumbnails: z.boolean().optional().describe("Shows thumbnails of attached images."),
  enable_comments: z.boolean().optional().describe("Lets people comment on records."),
  enable_bulk_deletion: z.boolean().optional().describe("Lets people delete many records at once."),
  enable_duplicate_record: z.boolean().optional().describe("Lets people make a record from a copy of another."),
  enable_inline_record_editing: z.boolean().optional().describe("Lets people edit records in the list."),
  number_precision: z
    .strictObject({
      digits: z.int().min(1).max(30).optional().describe("Digits in all."),
      decimalPlaces: z.int().min(0).max(10).optional().describe("Digits after the point."),
      roundingMode: z.enum(["HALF_EVEN", "UP", "DOWN"]).optional(),
    })
    .optional()
    .describe("How numbers and calculations are rounded."),
  first_month_of_fiscal_year: z.int().min(1).max(12).optional().describe("Month in which the fiscal year begins."),
});
