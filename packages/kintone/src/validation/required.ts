import { isObject } from "@tsunagu/core";
import type { FormField } from "../fields/form-fields.ts";
import type { Finding, Path, ProblemCode } from "./finding.ts";

/** The required fields that a new record, or a new row, leaves out and nothing else fills. */
export const missingFields = (
  given: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, FormField>>,
  copied: ReadonlyMap<string, string>,
  path: Path,
): readonly Finding<ProblemCode>[] =>
  Object.entries(fields).flatMap(([code, field]) => {
    const lookup = copied.get(code);
    const isGiven = Object.hasOwn(given, code) && lookup === undefined;
    if (field["required"] !== true || isGiven || hasDefault(field) || isFilled(given, lookup)) return [];
    const label = field.label === undefined || field.label === code ? "" : ` (${field.label})`;
    const message =
      lookup === undefined
        ? "is required and has no default value"
        : `is required, and only the lookup ${lookup} fills it`;
    return [{ path: [...path, code], field: code, code: "required", message: `${message}${label}` }];
  });

const hasDefault = ({ defaultValue, defaultNowValue }: FormField): boolean =>
  defaultNowValue === true ||
  (Array.isArray(defaultValue) ? defaultValue.length > 0 : typeof defaultValue === "string" && defaultValue !== "");

/** Whether a lookup's key is given, so that it fills its fields. */
const isFilled = (given: Readonly<Record<string, unknown>>, lookup: string | undefined): boolean => {
  const key = lookup !== undefined && Object.hasOwn(given, lookup) ? given[lookup] : undefined;
  return isObject(key) && key["value"] !== undefined && key["value"] !== null && key["value"] !== "";
};
