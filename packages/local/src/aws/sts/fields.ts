import { AwsError } from "../errors.ts";

/** A field that must be there, within its length and pattern. */
export const requiredField = (
  fields: ReadonlyMap<string, string>,
  name: string,
  { min, max, pattern }: { min: number; max: number; pattern?: RegExp },
): string => {
  const value = fields.get(name);
  if (value === undefined) throw constraintError("null", name, "Member must not be null");
  if (value.length < min) throw constraintError(value, name, `Member must have length greater than or equal to ${min}`);
  if (value.length > max) throw constraintError(value, name, `Member must have length less than or equal to ${max}`);
  if (pattern !== undefined && !pattern.test(value)) {
    throw constraintError(
      value,
      name,
      `Member must satisfy regular expression pattern: ${pattern.source.replace(/^\^|\$$/g, "")}`,
    );
  }
  return value;
};

/** `DurationSeconds`, within bounds. */
export const durationField = (
  fields: ReadonlyMap<string, string>,
  { fallback, min, max }: { fallback: number; min: number; max: number },
): number => {
  const text = fields.get("DurationSeconds");
  if (text === undefined) return fallback;
  if (!/^-?\d{1,9}$/.test(text)) throw new AwsError(400, "MalformedInput", "DurationSeconds must be a whole number");
  const seconds = Number(text);
  if (seconds < min)
    throw constraintError(text, "DurationSeconds", `Member must have value greater than or equal to ${min}`);
  if (seconds > max)
    throw constraintError(text, "DurationSeconds", `Member must have value less than or equal to ${max}`);
  return seconds;
};

export const validationError = (message: string): AwsError => new AwsError(400, "ValidationError", message);

const constraintError = (value: string, name: string, constraint: string): AwsError => {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  const shown = value === "null" ? "null" : `'${value}'`;
  return validationError(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
};
