import { isObject } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { FormField } from "../fields/form-fields.ts";
import { readOnlyProblem } from "../fields/writable.ts";
import { settingOf } from "../validation/finding.ts";
import { copiedFields } from "../validation/notes.ts";

const column = () => ({
  code: z.string(),
  type: z.string(),
  label: z.string().optional().describe("Where it differs from the code."),
  required: z.literal(true).optional(),
  unique: z.literal(true).optional().describe("No two records may have the same value; good as updateKey."),
  writable: z
    .enum(["never", "on_add"])
    .optional()
    .describe("never: read only. on_add: on a new record only. Left out where it can be written."),
  options: z.array(z.string()).optional().describe("The choices, in order."),
  options_omitted: z.int().optional().describe("Choices that are not listed."),
  default_value: z
    .unknown()
    .optional()
    .describe("What a new record gets when the field is left out; `now` for the present."),
  limits: z.record(z.string(), z.string()).optional().describe("min_value, max_value, min_length, max_length."),
  lookup: z
    .object({ app_id: z.string().nullable(), key_field: z.string().nullable(), copies_to: z.array(z.string()) })
    .optional()
    .describe("Written values have to be found in the other app's key field; they fill the fields of copies_to."),
  filled_by: z.string().optional().describe("The lookup that fills the field; what is written into it is ignored."),
});

/** A field as a writer of records needs to know it. What a field does not have is left out. */
export const fieldDescription = () =>
  z.object({
    ...column(),
    fields: z.array(z.object(column())).optional().describe("The columns of a table."),
  });

export type FieldDescription = z.output<ReturnType<typeof fieldDescription>>;

const mostFields = 1000;
const mostOptions = 100;
/** Types without a value of their own in a record. */
const layoutTypes: ReadonlySet<string> = new Set(["GROUP", "REFERENCE_TABLE", "LABEL", "SPACER", "HR"]);

/** Describes fields in the order of the answer, those that cannot be written last; at most 1,000. */
export const describeFields = (
  fields: Readonly<Record<string, FormField>>,
): { readonly fields: FieldDescription[]; readonly omitted: number } => {
  const copied = copiedFields(fields);
  const described = Object.values(fields)
    .filter((field) => !layoutTypes.has(field.type) && field["enabled"] !== false)
    .map((field) => describeField(field, copied))
    .sort((a, b) => Number(a.writable !== undefined) - Number(b.writable !== undefined));
  return { fields: described.slice(0, mostFields), omitted: Math.max(described.length - mostFields, 0) };
};

const describeField = (field: FormField, copied: ReadonlyMap<string, string>): FieldDescription => {
  const columns = field.fields;
  if (columns === undefined) return describeColumn(field, copied);
  const copiedColumns = copiedFields(columns);
  return {
    ...describeColumn(field, copied),
    fields: Object.values(columns).map((each) => describeColumn(each, copiedColumns)),
  };
};

const describeColumn = (field: FormField, copied: ReadonlyMap<string, string>): FieldDescription => {
  const { code, type, label, required, unique } = field;
  const filledBy = copied.get(code);
  return {
    code,
    type,
    ...(label === undefined || label === code ? {} : { label }),
    ...(required === true ? { required } : {}),
    ...(unique === true ? { unique } : {}),
    ...writability(field),
    ...choicesOf(field),
    ...defaultOf(field),
    ...limitsOf(field),
    ...lookupOf(field),
    ...(filledBy === undefined ? {} : { filled_by: filledBy }),
  };
};

const writability = (field: FormField): Pick<FieldDescription, "writable"> => {
  if (readOnlyProblem(field, "update") === undefined) return {};
  return { writable: readOnlyProblem(field, "add") === undefined ? "on_add" : "never" };
};

const choicesOf = ({ options }: FormField): Pick<FieldDescription, "options" | "options_omitted"> => {
  if (!isObject(options)) return {};
  const position = (choice: unknown): number => Number(isObject(choice) ? choice["index"] : 0);
  const labels = Object.entries(options)
    .sort(([, a], [, b]) => position(a) - position(b))
    .map(([choice]) => choice);
  const omitted = labels.length - mostOptions;
  return { options: labels.slice(0, mostOptions), ...(omitted > 0 ? { options_omitted: omitted } : {}) };
};

const defaultOf = ({ defaultValue, defaultNowValue }: FormField): Pick<FieldDescription, "default_value"> => {
  if (defaultNowValue === true) return { default_value: "now" };
  const isSet = Array.isArray(defaultValue) ? defaultValue.length > 0 : (defaultValue ?? "") !== "";
  return isSet ? { default_value: defaultValue } : {};
};

const limitsOf = (field: FormField): Pick<FieldDescription, "limits"> => {
  const names = { min_value: "minValue", max_value: "maxValue", min_length: "minLength", max_length: "maxLength" };
  const limits = Object.entries(names).flatMap(([ours, theirs]): [string, string][] => {
    const limit = settingOf(field, theirs);
    return limit === undefined ? [] : [[ours, limit]];
  });
  return limits.length === 0 ? {} : { limits: Object.fromEntries(limits) };
};

const lookupOf = (field: FormField): Pick<FieldDescription, "lookup"> => {
  const { lookup } = field;
  if (!isObject(lookup)) return {};
  const app = isObject(lookup["relatedApp"]) ? lookup["relatedApp"]["app"] : undefined;
  const key = lookup["relatedKeyField"];
  return {
    lookup: {
      app_id: typeof app === "string" || typeof app === "number" ? String(app) : null,
      key_field: typeof key === "string" ? key : null,
      copies_to: [...copiedFields({ [field.code]: field }).keys()],
    },
  };
};
