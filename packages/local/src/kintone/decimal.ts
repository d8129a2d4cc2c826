const NUMBER_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Reads a number as kintone does and gives it back in plain digits: `" 42 "` → `42`, `1.5e1` → `15`.
 * Exact for any length. Undefined when the text is no number.
 */
export const normalizeNumber = (text: string): string | undefined => {
  const match = NUMBER_TEXT.exec(text.trim());
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") return undefined;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction)
    .padEnd(Math.max(point, 0), "0")
    .padStart(whole.length + fraction.length + Math.max(-point, 0), "0");
  const split = Math.max(point, 0);
  const integer = digits.slice(0, split).replace(/^0+/, "") || "0";
  const decimals = digits.slice(split).replace(/0+$/, "");
  const plain = decimals === "" ? integer : `${integer}.${decimals}`;
  return sign === "-" && plain !== "0" ? `-${plain}` : plain;
};

/** Compares two numbers written by `normalizeNumber`: negative, zero or positive; NaN when one is no number. */
export const compareNumbers = (left: string, right: string): number => {
  if (left.length <= SAFE_DIGITS && right.length <= SAFE_DIGITS) return Number(left) - Number(right);
  if (!PLAIN_NUMBER.test(left) || !PLAIN_NUMBER.test(right)) return Number.NaN;
  const scale = Math.max(decimalsOf(left), decimalsOf(right));
  const difference = scaled(left, scale) - scaled(right, scale);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
};

const SAFE_DIGITS = 15;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

const decimalsOf = (text: string): number => text.split(".")[1]?.length ?? 0;

const scaled = (text: string, scale: number): bigint => {
  const [integer = "0", decimals = ""] = text.split(".");
  return BigInt(integer + decimals.padEnd(scale, "0"));
};
