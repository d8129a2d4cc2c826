import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { isObject, type JsonObject, type JsonValue, type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** How a number, or other value that JSON lacks, looks in a tool's answer. Say it in the tool's description. */
export const valueNotes =
  "Numbers that JavaScript cannot hold exactly come as text; sets as arrays; binary as base64 text. With item_format `typed`, " +
  'values are DynamoDB\'s own ({"N": "1"}, {"B": "…"}, {"SS": […]}) and nothing is lost either way.';

/** Plain JSON or DynamoDB's typed JSON as attributes. Errors: `invalid_input` naming the field and the attribute. */
export const toAttributes = (
  item: JsonObject,
  format: ItemFormat,
  field = "item_data",
): Result<Record<string, AttributeValue>, ToolError> => {
  const attributes: [string, AttributeValue][] = [];
  for (const [name, value] of Object.entries(item)) {
    const converted = format === "typed" ? fromTyped(value) : fromPlain(value);
    if (converted === undefined) {
      const problem =
        format === "typed" ? 'is not DynamoDB typed JSON, such as {"S": "text"}' : "holds a number that is not finite";
      return err(
        toolError("invalid_input", `${name}: ${problem}`, {
          issues: [{ path: [field, name], message: problem }],
        }),
      );
    }
    attributes.push([name, converted]);
  }
  return ok(Object.fromEntries(attributes));
};

/** Attributes as plain JSON or as DynamoDB's typed JSON. */
export const fromAttributes = (attributes: Record<string, AttributeValue>, format: ItemFormat): JsonObject =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, format === "typed" ? toTyped(value) : toPlain(value)]),
  );

export type ItemFormat = "plain" | "typed";

const fromPlain = (value: JsonValue): AttributeValue | undefined => {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "boolean") return { BOOL: value };
  if (typeof value === "number") return Number.isFinite(value) ? { N: numberText(value) } : undefined;
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).map(fromPlain);
    return items.every((item) => item !== undefined) ? { L: items } : undefined;
  }
  const entries = Object.entries(value as JsonObject).map(([name, member]) => [name, fromPlain(member)] as const);
  return entries.every(([, member]) => member !== undefined)
    ? { M: Object.fromEntries(entries) as Record<string, AttributeValue> }
    : undefined;
};

/** DynamoDB takes an exponent, with a plus sign or without. */
const numberText = (value: number): string => (Object.is(value, -0) ? "0" : String(value));

const fromTyped = (value: JsonValue): AttributeValue | undefined => {
  if (!isObject(value)) return undefined;
  const [entry, ...more] = Object.entries(value as JsonObject);
  if (entry === undefined || more.length > 0) return undefined;
  const [type, content] = entry;
  const texts =
    Array.isArray(content) && content.every((item) => typeof item === "string") ? (content as string[]) : undefined;
  switch (type) {
    case "S":
      return typeof content === "string" ? { S: content } : undefined;
    case "N":
      return isNumeral(content) ? { N: String(content) } : undefined;
    case "B":
      return isBase64(content) ? { B: Buffer.from(content, "base64") } : undefined;
    case "BOOL":
      return typeof content === "boolean" ? { BOOL: content } : undefined;
    case "NULL":
      return content === true ? { NULL: true } : undefined;
    case "SS":
      return texts && { SS: texts };
    case "NS":
      return Array.isArray(content) && content.every(isNumeral) ? { NS: content.map(String) } : undefined;
    case "BS":
      return texts?.every(isBase64) ? { BS: texts.map((text) => Buffer.from(text, "base64")) } : undefined;
    case "L": {
      const items = Array.isArray(content) ? (content as readonly JsonValue[]).map(fromTyped) : [undefined];
      return items.every((item) => item !== undefined) ? { L: items } : undefined;
    }
    case "M": {
      if (!isObject(content)) return undefined;
      const members = Object.entries(content as JsonObject).map(([name, member]) => [name, fromTyped(member)] as const);
      return members.every(([, member]) => member !== undefined)
        ? { M: Object.fromEntries(members) as Record<string, AttributeValue> }
        : undefined;
    }
    default:
      return undefined;
  }
};

const toPlain = (value: AttributeValue): JsonValue => {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return exactNumber(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M !== undefined) return fromAttributes(value.M, "plain");
  if (value.L !== undefined) return value.L.map(toPlain);
  if (value.SS !== undefined) return value.SS;
  if (value.NS !== undefined) return value.NS.map(exactNumber);
  if (value.B !== undefined) return base64(value.B);
  if (value.BS !== undefined) return value.BS.map(base64);
  return null;
};

const toTyped = (value: AttributeValue): JsonValue => {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.M !== undefined) return { M: fromAttributes(value.M, "typed") };
  if (value.L !== undefined) return { L: value.L.map(toTyped) };
  return value as unknown as JsonValue;
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** A JavaScript number where it says the same, digit for digit; otherwise the text. */
const exactNumber = (text: string): number | string => {
  const value = Number(text);
  return canonical(String(value)) === canonical(text) ? value : text;
};

/** Sign, digits without outer zeros, and the exponent of the last digit. */
const canonical = (text: string): string => {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign === "-" ? "-" : ""}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`;
};

/** Whether a value is a decimal number as DynamoDB reads one. */
export const isNumeral = (content: JsonValue | undefined): content is string | number =>
  typeof content === "number" ||
  (typeof content === "string" && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(content));

/** Whether a value is base64 text. Node's decoder would skip over what is not. */
export const isBase64 = (content: JsonValue | undefined): content is string =>
  typeof content === "string" && content.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(content);
