import { compareNumbers } from "../decimal.ts";
import type { ErrorCollector } from "../errors.ts";
import type { Field, FieldTable } from "../fields.ts";
import { isEmptyValue, labelsOf, rowsOf, textOf, type Value } from "./values.ts";

/** Checks a whole record or row against its fields' settings: required, length, range, choices, links. */
export const validateValues = (
  fields: FieldTable,
  values: readonly Value[],
  path: string,
  errors: ErrorCollector,
): void => {
  for (const field of fields.slots) validateValue(field, values[field.slot ?? -1], `${path}.${field.code}`, errors);
};

const validateValue = (field: Field, value: Value | undefined, path: string, errors: ErrorCollector): void => {
  const inner = field.inner;
  if (inner !== undefined) {
    rowsOf(value).forEach((row, index) => {
      validateValues(inner, row.values, `${path}.value[${index}].value`, errors);
    });
    return;
  }
  checkRequired(field, value, path, errors);
  if (isEmptyValue(value)) return;
  checkLength(field, textOf(value), path, errors);
  checkRange(field, textOf(value), path, errors);
  checkOptions(field, value, path, errors);
  checkLink(field, textOf(value), path, errors);
};

const REQUIRED_SUFFIXES: Readonly<Record<string, string>> = {
  CHECK_BOX: "values",
  MULTI_SELECT: "values",
  FILE: "values",
  USER_SELECT: "values.value",
  GROUP_SELECT: "values.value",
  ORGANIZATION_SELECT: "values.value",
};

const checkRequired = (field: Field, value: Value | undefined, path: string, errors: ErrorCollector): void => {
  if (field.definition.required !== true || field.type === "CALC" || !isEmptyValue(value)) return;
  errors.add(`${path}.${REQUIRED_SUFFIXES[field.type] ?? "value"}`, "A value is required.");
};

const checkLength = (field: Field, text: string, path: string, errors: ErrorCollector): void => {
  if (field.type === "NUMBER") return;
  const { minLength, maxLength } = field.definition;
  if (isLimit(maxLength) && text.length > Number(maxLength))
    errors.add(`${path}.value`, `At most ${maxLength} characters are possible.`);
  if (isLimit(minLength) && text.length < Number(minLength))
    errors.add(`${path}.value`, `At least ${minLength} characters are needed.`);
};

const checkRange = (field: Field, text: string, path: string, errors: ErrorCollector): void => {
  if (field.type !== "NUMBER") return;
  const { minValue, maxValue } = field.definition;
  if (isLimit(maxValue) && compareNumbers(text, String(maxValue)) > 0)
    errors.add(`${path}.value`, `The value must be ${maxValue} or less.`);
  if (isLimit(minValue) && compareNumbers(text, String(minValue)) < 0)
    errors.add(`${path}.value`, `The value must be ${minValue} or more.`);
};

const checkOptions = (field: Field, value: Value | undefined, path: string, errors: ErrorCollector): void => {
  const { options } = field.definition;
  if (options === undefined) return;
  const text = textOf(value);
  if (text !== "" && !Object.hasOwn(options, text)) errors.add(`${path}.value`, `"${text}" is not among the options.`);
  labelsOf(value).forEach((label, index) => {
    if (!Object.hasOwn(options, label))
      errors.add(`${path}.values[${index}].value`, `"${label}" is not among the options.`);
  });
};

const checkLink = (field: Field, text: string, path: string, errors: ErrorCollector): void => {
  if (field.type !== "LINK") return;
  const { protocol } = field.definition;
  if (protocol === "WEB" && !/^(https?|ftp|file):\/\/./i.test(text) && !text.startsWith("/"))
    errors.add(`${path}.value`, "The value must be a URL.");
  if (protocol === "MAIL" && !/^[^\s@]+@[^\s@]+$/.test(text))
    errors.add(`${path}.value`, "The value must be a mail address.");
};

const isLimit = (limit: string | number | undefined): limit is string | number => limit !== undefined && limit !== "";
