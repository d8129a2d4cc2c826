import type { FieldDefinition } from "./definitions.ts";

type NamedDefinition = FieldDefinition & { readonly code: string; readonly label: string };

/**
 * Adds the properties that the form-fields API lists for a field's type and the definition leaves out.
 * Numbers given for limits become text, as kintone answers them.
 *
 * @see kintone REST API, Get Form Fields
 */
export const completeDefinition = (definition: NamedDefinition): NamedDefinition => {
  const completed = { ...PROPERTIES[definition.type], ...definition };
  const limits = LIMITS.filter((name) => typeof completed[name] === "number").map((name) => [
    name,
    String(completed[name]),
  ]);
  return { ...completed, ...Object.fromEntries(limits), ...textIndexes(completed) };
};

const LIMITS = ["minLength", "maxLength", "minValue", "maxValue"] as const;

const textIndexes = ({ options }: NamedDefinition): Pick<FieldDefinition, "options"> =>
  options === undefined
    ? {}
    : {
        options: Object.fromEntries(
          Object.entries(options).map(([key, option]) => [key, { label: option.label, index: String(option.index) }]),
        ),
      };

const INPUT = { noLabel: false, required: false };
const NUMBER_FORMAT = { digit: false, displayScale: "", unit: "", unitPosition: "BEFORE" };
const SELECT = { ...INPUT, defaultValue: [], entities: [] };

const PROPERTIES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  RECORD_NUMBER: { noLabel: false },
  CREATOR: { noLabel: false },
  CREATED_TIME: { noLabel: false },
  MODIFIER: { noLabel: false },
  UPDATED_TIME: { noLabel: false },
  SINGLE_LINE_TEXT: {
    ...INPUT,
    unique: false,
    minLength: "",
    maxLength: "",
    expression: "",
    hideExpression: false,
    defaultValue: "",
  },
  MULTI_LINE_TEXT: { ...INPUT, defaultValue: "" },
  RICH_TEXT: { ...INPUT, defaultValue: "" },
  NUMBER: { ...INPUT, ...NUMBER_FORMAT, unique: false, minValue: "", maxValue: "", defaultValue: "" },
  CALC: { ...INPUT, ...NUMBER_FORMAT, expression: "", format: "NUMBER", hideExpression: false },
  RADIO_BUTTON: { ...INPUT, options: {}, align: "HORIZONTAL", defaultValue: "" },
  CHECK_BOX: { ...INPUT, options: {}, align: "HORIZONTAL", defaultValue: [] },
  MULTI_SELECT: { ...INPUT, options: {}, defaultValue: [] },
  DROP_DOWN: { ...INPUT, options: {}, defaultValue: "" },
  DATE: { ...INPUT, unique: false, defaultNowValue: false, defaultValue: "" },
  TIME: { ...INPUT, defaultNowValue: false, defaultValue: "" },
  DATETIME: { ...INPUT, unique: false, defaultNowValue: false, defaultValue: "" },
  LINK: { ...INPUT, protocol: "WEB", unique: false, minLength: "", maxLength: "", defaultValue: "" },
  FILE: { ...INPUT, thumbnailSize: "150" },
  USER_SELECT: SELECT,
  GROUP_SELECT: SELECT,
  ORGANIZATION_SELECT: SELECT,
  SUBTABLE: { noLabel: false },
  GROUP: { noLabel: true, openGroup: false },
};
