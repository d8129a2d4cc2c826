/** The text of a value; line breaks all alike, as a query writes them. */
export const textOf = (value: unknown): string => String(value ?? "").replace(/\r\n?/g, "\n");

/** Nothing entered. */
export const isMissing = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** Whether a text is a number as kintone takes it. */
export const isNumber = (text: string): boolean => /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\s*$/i.test(text);

/** Compares two decimal numbers exactly. */
export const numbersCompare = (left: string, operator: string, right: string): boolean => {
  const [a, b] = [read(left), read(right)];
  const shared = Math.min(a.exponent, b.exponent);
  const difference = scale(a, shared) - scale(b, shared);
  if (operator === ">") return difference > 0n;
  if (operator === "<") return difference < 0n;
  if (operator === ">=") return difference >= 0n;
  return operator === "<=" ? difference <= 0n : difference === 0n;
};

interface Decimal {
  readonly digits: bigint;
  /** The power of ten that the digits are counted in. */
  readonly exponent: number;
}

const read = (text: string): Decimal => {
  const [mantissa = "", power = "0"] = text.trim().toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace(/^[+-]/, "").split(".");
  const digits = BigInt(`${whole}${fraction}`);
  return { digits: mantissa.startsWith("-") ? -digits : digits, exponent: Number(power) - fraction.length };
};

const scale = ({ digits, exponent }: Decimal, shared: number): bigint => digits * 10n ** BigInt(exponent - shared);
