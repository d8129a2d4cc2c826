/** A decimal number, exact at any length: `units / 10 ** scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const longestText = 1000;

/** Reads a number as kintone takes it: half-width digits, sign, decimal point, exponent. Undefined for everything else. */
export const readDecimal = (text: string): Decimal | undefined => {
  const match = text.length > longestText ? null : pattern.exec(text.trim());
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (whole + fraction === "") return undefined;
  const digits = (whole + fraction).replace(/0+$/, "");
  const scale = fraction.length - Number(exponent) - (whole.length + fraction.length - digits.length);
  const magnitude = BigInt(digits || "0") * 10n ** BigInt(Math.max(-scale, 0));
  return { units: sign === "-" ? -magnitude : magnitude, scale: Math.max(scale, 0) };
};

/** Negative, zero or positive, as the first is less than, equal to or more than the second. */
export const compareDecimals = (first: Decimal, second: Decimal): number => {
  const scale = Math.max(first.scale, second.scale);
  const difference = unitsAt(first, scale) - unitsAt(second, scale);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
};

/** How many digits a number has when it is written out without leading zeros. */
export const digitsOf = ({ units, scale }: Decimal): number => {
  const written = String(units).replace("-", "");
  return Math.max(written.length, scale);
};

const unitsAt = ({ units, scale }: Decimal, wanted: number): bigint => units * 10n ** BigInt(wanted - scale);
