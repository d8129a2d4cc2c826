import type { Shape, ShapeReference, TimestampFormat } from "../models.ts";
import { readTimestamp, writeTimestamp } from "./timestamp.ts";

/**
 * The value that a text in a path, query, header or form stands for. A text that stands for no value of the shape is
 * given back as it is, for validation to find.
 */
export function readText(shape: Shape, reference: ShapeReference, text: string, format: TimestampFormat): unknown {
  switch (shape.type) {
    case "integer":
    case "long":
    case "float":
    case "double":
      return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
    case "boolean":
      return text === "true" || text === "false" ? text === "true" : text;
    case "blob":
      return readBase64(text);
    case "timestamp": {
      const actual = reference.timestampFormat ?? shape.timestampFormat ?? format;
      return readTimestamp(actual, actual === "unixTimestamp" && text.trim() !== "" ? Number(text) : text);
    }
    default:
      return text;
  }
}

export function writeText(shape: Shape, reference: ShapeReference, value: unknown, format: TimestampFormat): string {
  if (value instanceof Date) {
    return String(writeTimestamp(reference.timestampFormat ?? shape.timestampFormat ?? format, value));
  }
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : String(value);
}

/** The bytes of a text in base64; what is not base64 is given back as it is. */
export function readBase64(text: unknown): unknown {
  const isBase64 = typeof text === "string" && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isBase64 ? Buffer.from(text, "base64") : text;
}
