import type { FieldDefinition } from "../definitions.ts";
import { invalidInput } from "../errors.ts";
import { objectAt, optionalInteger } from "../parameters.ts";

/** Whether a field of this type can be added; the others are in every app already. */
export const isAddable = (type: string): boolean => ADDABLE_TYPES.has(type);

/** Refuses a field code that kintone does not take: letters, digits and `_ ＿ ･ ・ ＄ ￥`, no digit first, at most 128. */
export const checkFieldCode = (code: string, path: string): void => {
  if (code.length > 128) throw invalidInput(path, "A field code has at most 128 characters.");
  if (!/^[\p{L}\p{M}\p{N}_＿･・＄￥]+$/u.test(code) || /^[0-9０-９]/.test(code))
    throw invalidInput(path, "A field code has letters, digits and underscores, and does not begin with a digit.");
};

/** Refuses a choice field without choices, and a choice without a label and an index. */
export const checkOptions = (definition: FieldDefinition, path: string): void => {
  if (!CHOICE_TYPES.has(definition.type)) return;
  const options = Object.entries(objectAt(definition.options ?? {}, `${path}.options`));
  if (options.length === 0) throw invalidInput(`${path}.options`, "This parameter is required.");
  for (const [key, raw] of options) {
    const option = objectAt(raw, `${path}.options[${key}]`);
    if (typeof option.label !== "string" || option.label === "")
      throw invalidInput(`${path}.options[${key}].label`, "This parameter is required.");
    if (optionalInteger(option, "index", `${path}.options[${key}].index`) === undefined)
      throw invalidInput(`${path}.options[${key}].index`, "This parameter is required.");
  }
};

const ADDABLE_TYPES: ReadonlySet<string> = new Set([
  "SINGLE_LINE_TEXT",
  "MULTI_LINE_TEXT",
  "RICH_TEXT",
  "NUMBER",
  "CALC",
  "RADIO_BUTTON",
  "CHECK_BOX",
  "MULTI_SELECT",
  "DROP_DOWN",
  "DATE",
  "TIME",
  "DATETIME",
  "LINK",
  "FILE",
  "USER_SELECT",
  "GROUP_SELECT",
  "ORGANIZATION_SELECT",
  "SUBTABLE",
  "GROUP",
  "REFERENCE_TABLE",
]);

const CHOICE_TYPES: ReadonlySet<string> = new Set(["RADIO_BUTTON", "CHECK_BOX", "MULTI_SELECT", "DROP_DOWN"]);
