import type { AppDefinition } from "../definitions.ts";
import { invalidInput, invalidJson } from "../errors.ts";
import { objectAt, optionalInteger, optionalText, type Parameters, requiredText } from "../parameters.ts";
import type { Attachment } from "../records/values.ts";

/** An app's general settings, as the API answers them. */
export interface GeneralSettings {
  readonly name: string;
  readonly description: string;
  readonly icon:
    | { readonly type: "PRESET"; readonly key: string }
    | { readonly type: "FILE"; readonly file: Attachment };
  readonly theme: string;
  readonly titleField: { readonly selectionMode: string; readonly code: string };
  readonly enableThumbnails: boolean;
  readonly enableBulkDeletion: boolean;
  readonly enableComments: boolean;
  readonly enableDuplicateRecord: boolean;
  readonly enableInlineRecordEditing: boolean;
  readonly numberPrecision: { readonly digits: string; readonly decimalPlaces: string; readonly roundingMode: string };
  readonly firstMonthOfFiscalYear: string;
}

/** What reading general settings needs to know of the app and of uploads. */
export interface GeneralContext {
  readonly fieldCodes: ReadonlySet<string>;
  /** Spends an upload key; undefined when it is unknown. */
  readonly attach: (fileKey: string) => Attachment | undefined;
}

export const initialGeneral = ({ name, description }: AppDefinition): GeneralSettings => ({
  name,
  description: description ?? "",
  icon: { type: "PRESET", key: "APP72" },
  theme: "WHITE",
  titleField: { selectionMode: "AUTO", code: "" },
  enableThumbnails: true,
  enableBulkDeletion: false,
  enableComments: true,
  enableDuplicateRecord: true,
  enableInlineRecordEditing: true,
  numberPrecision: { digits: "16", decimalPlaces: "4", roundingMode: "HALF_EVEN" },
  firstMonthOfFiscalYear: "1",
});

/**
 * The settings after a change; what is not given stays.
 *
 * @see kintone REST API, Update General Settings
 */
export const readGeneral = (
  before: GeneralSettings,
  parameters: Parameters,
  context: GeneralContext,
): GeneralSettings => ({
  name: text(parameters, "name", before.name, 1, 64),
  description: text(parameters, "description", before.description, 0, 10_000),
  icon: parameters.icon === undefined ? before.icon : readIcon(objectAt(parameters.icon, "icon"), context),
  theme: choice(parameters, "theme", THEMES, before.theme),
  titleField:
    parameters.titleField === undefined
      ? before.titleField
      : readTitleField(objectAt(parameters.titleField, "titleField"), context),
  enableThumbnails: flag(parameters, "enableThumbnails", before),
  enableBulkDeletion: flag(parameters, "enableBulkDeletion", before),
  enableComments: flag(parameters, "enableComments", before),
  enableDuplicateRecord: flag(parameters, "enableDuplicateRecord", before),
  enableInlineRecordEditing: flag(parameters, "enableInlineRecordEditing", before),
  numberPrecision:
    parameters.numberPrecision === undefined
      ? before.numberPrecision
      : readPrecision(objectAt(parameters.numberPrecision, "numberPrecision"), before.numberPrecision),
  firstMonthOfFiscalYear: whole(parameters, "firstMonthOfFiscalYear", before.firstMonthOfFiscalYear, 1, 12),
});

const THEMES = ["WHITE", "RED", "GREEN", "BLUE", "YELLOW", "BLACK"];
const ROUNDING_MODES = ["HALF_EVEN", "UP", "DOWN"];

type Flag = {
  [Key in keyof GeneralSettings]: GeneralSettings[Key] extends boolean ? Key : never;
}[keyof GeneralSettings];

const text = (parameters: Parameters, name: string, before: string, least: number, most: number): string => {
  const value = optionalText(parameters, name) ?? before;
  if (value.length < least || value.length > most)
    throw invalidInput(name, `The text must have from ${least} to ${most} characters.`);
  return value;
};

const choice = (
  parameters: Parameters,
  name: string,
  choices: readonly string[],
  before: string,
  path = name,
): string => {
  const value = optionalText(parameters, name);
  if (value === undefined) return before;
  if (!choices.includes(value)) throw invalidInput(path, `The value must be one of ${choices.join(", ")}.`);
  return value;
};

const flag = (parameters: Parameters, name: Flag, before: GeneralSettings): boolean => {
  const value = parameters[name];
  if (value === undefined) return before[name];
  if (value !== true && value !== false && value !== "true" && value !== "false")
    throw invalidJson(`${name} must be true or false.`);
  return value === true || value === "true";
};

const whole = (
  parameters: Parameters,
  name: string,
  before: string,
  least: number,
  most: number,
  path = name,
): string => {
  const value = optionalInteger(parameters, name, path);
  if (value === undefined) return before;
  if (value < least || value > most) throw invalidInput(path, `The value must be from ${least} to ${most}.`);
  return String(value);
};

const readIcon = (icon: Parameters, { attach }: GeneralContext): GeneralSettings["icon"] => {
  const type = requiredText(icon, "type", "icon.type");
  if (type === "PRESET") return { type, key: requiredText(icon, "key", "icon.key") };
  if (type !== "FILE") throw invalidInput("icon.type", "The value must be PRESET or FILE.");
  const file = attach(requiredText(objectAt(icon.file, "icon.file"), "fileKey", "icon.file.fileKey"));
  if (file === undefined) throw invalidInput("icon.file.fileKey", "There is no uploaded file with this key.");
  return { type, file };
};

const readTitleField = (given: Parameters, { fieldCodes }: GeneralContext): GeneralSettings["titleField"] => {
  const selectionMode = requiredText(given, "selectionMode", "titleField.selectionMode");
  if (selectionMode === "AUTO") return { selectionMode, code: "" };
  if (selectionMode !== "MANUAL") throw invalidInput("titleField.selectionMode", "The value must be AUTO or MANUAL.");
  const code = requiredText(given, "code", "titleField.code");
  if (!fieldCodes.has(code)) throw invalidInput("titleField.code", "The app has no such field.");
  return { selectionMode, code };
};

const readPrecision = (
  given: Parameters,
  before: GeneralSettings["numberPrecision"],
): GeneralSettings["numberPrecision"] => ({
  digits: whole(given, "digits", before.digits, 1, 30, "numberPrecision.digits"),
  decimalPlaces: whole(given, "decimalPlaces", before.decimalPlaces, 0, 10, "numberPrecision.decimalPlaces"),
  roundingMode: choice(given, "roundingMode", ROUNDING_MODES, before.roundingMode, "numberPrecision.roundingMode"),
});
