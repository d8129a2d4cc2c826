import { compareDecimals, type Decimal, digitsOf, readDecimal } from "./decimal.ts";
import { type Check, problem, settingOf } from "./finding.ts";

/** Most digits of a number; an app's settings may allow fewer. */
const maxDigits = 30;

/**
 * Checks a NUMBER: digits, sign, decimal point and exponent only, in the field's range.
 *
 * @see kintone API, field types, number
 */
export const checkNumber: Check = (value, field) => {
  if (typeof value !== "string" && typeof value !== "number")
    return problem("wrong_shape", 'is neither a number nor a text with one, such as "12.5"');
  const decimal = readDecimal(String(value));
  if (decimal === undefined)
    return problem("not_a_number", `${shown(value)} is not a number; write half-width digits without separators`);
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    return problem(
      "too_many_digits",
      'has more digits than a JSON number keeps; write it as a text, such as "12345678901234567890"',
    );
  if (digitsOf(decimal) > maxDigits)
    return problem("too_many_digits", `has ${digitsOf(decimal)} digits; kintone keeps at most ${maxDigits}`);
  return rangeProblem(decimal, settingOf(field, "minValue"), settingOf(field, "maxValue"));
};

/** Decimal places of a number that reads as one. */
export const decimalPlacesOf = (value: unknown): number =>
  typeof value === "string" || typeof value === "number" ? (readDecimal(String(value))?.scale ?? 0) : 0;

const rangeProblem = (decimal: Decimal, minimum: string | undefined, maximum: string | undefined) => {
  const least = minimum === undefined ? undefined : readDecimal(minimum);
  const most = maximum === undefined ? undefined : readDecimal(maximum);
  if (least !== undefined && compareDecimals(decimal, least) < 0)
    return problem("out_of_range", `is less than ${minimum}`);
  if (most !== undefined && compareDecimals(decimal, most) > 0)
    return problem("out_of_range", `is more than ${maximum}`);
  return [];
};

const shown = (value: string | number): string => JSON.stringify(String(value).slice(0, 40));
