import { fileMark } from "../file-mark.ts";
import { isObject, type JsonObject, type JsonValue } from "../json.ts";
import type { ToolSchema } from "../tool.ts";
import { inputJsonSchema, type JsonSchema } from "./project.ts";
import { readPythonLiteral } from "./python-literal.ts";

/**
 * Reads what a form, a command line or a model meant into what a schema takes: a numeric string where a number is meant,
 * JSON text, or a Python literal, where an object is, null or an empty text for an absent field, a list of one file. What it cannot read it
 * leaves for validation to name. For edges only; the core parses strictly.
 */
export const coerceInput = (schema: ToolSchema, raw: unknown): unknown => {
  const projected = projections.get(schema) ?? inputJsonSchema(schema, { notes: true });
  projections.set(schema, projected);
  return coerceNode(projected, raw);
};

const projections = new WeakMap<ToolSchema, JsonSchema>();

const coerceNode = (schema: JsonSchema, raw: unknown): unknown => {
  if (schema[fileMark] === "file") return coerceFile(raw);
  const types = acceptedTypes(schema);
  const value = typeof raw === "string" && !types.has("string") ? coerceText(raw, types) : coerceScalar(raw, types);
  if (isObject(value) && isObject(schema["properties"])) return coerceProperties(schema, value);
  if (types.has("array") && isObject(schema["items"])) {
    const items = schema["items"] as JsonSchema;
    const list = Array.isArray(value) ? value : wrapsAlone(items, value) ? [value] : undefined;
    if (list !== undefined)
      return list.filter((item) => item !== null && item !== "").map((item) => coerceNode(items, item));
  }
  return value;
};

const coerceProperties = (schema: JsonSchema, raw: Record<string, unknown>): Record<string, unknown> => {
  const properties = schema["properties"] as JsonObject;
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const property = Object.hasOwn(properties, name) ? (properties[name] as JsonSchema) : undefined;
    if (property === undefined) {
      result[name] = value;
      continue;
    }
    const optional = !required.includes(name);
    if (value === null && !acceptedTypes(property).has("null")) continue;
    if (optional && value === "" && !acceptsEmptyText(property)) continue;
    if (optional && Array.isArray(value) && value.length === 0 && property[fileMark] === "file") continue;
    result[name] = coerceNode(property, value);
  }
  return result;
};

const acceptsEmptyText = (schema: JsonSchema): boolean =>
  branchesOf(schema)?.some(acceptsEmptyText) ??
  (acceptedTypes(schema).has("string") &&
    Number(schema["minLength"] ?? 0) === 0 &&
    schema["pattern"] === undefined &&
    schema["format"] === undefined &&
    (!Array.isArray(schema["enum"]) || schema["enum"].includes("")));

const branchesOf = (schema: JsonSchema): readonly JsonSchema[] | undefined =>
  (schema["anyOf"] ?? schema["oneOf"]) as readonly JsonSchema[] | undefined;

const typesOf = new WeakMap<JsonSchema, ReadonlySet<string>>();

const acceptedTypes = (schema: JsonSchema): ReadonlySet<string> => {
  const types = typesOf.get(schema) ?? readTypes(schema);
  typesOf.set(schema, types);
  return types;
};

const readTypes = (schema: JsonSchema): ReadonlySet<string> => {
  const branches = branchesOf(schema);
  if (branches !== undefined) return new Set(branches.flatMap((branch) => [...acceptedTypes(branch)]));
  const types = [schema["type"]].flat().filter((type): type is string => typeof type === "string");
  if (types.length > 0) return new Set(types);
  const literals = Array.isArray(schema["enum"])
    ? schema["enum"]
    : schema["const"] === undefined
      ? undefined
      : [schema["const"]];
  return new Set(literals?.map(jsonType) ?? anyType);
};

const anyType = ["string", "number", "integer", "boolean", "object", "array", "null"];

const jsonType = (value: JsonValue): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : (typeof value as string);

const coerceText = (text: string, types: ReadonlySet<string>): unknown => {
  const trimmed = text.trim();
  if ((types.has("number") || types.has("integer")) && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed))
    return Number(trimmed);
  if (types.has("boolean")) {
    if (/^(true|yes|y|1|on)$/i.test(trimmed)) return true;
    if (/^(false|no|n|0|off)$/i.test(trimmed)) return false;
  }
  if ((types.has("object") && trimmed.startsWith("{")) || (types.has("array") && trimmed.startsWith("["))) {
    try {
      return JSON.parse(trimmed);
    } catch {
      return readPythonLiteral(trimmed) ?? text; // validation says what is expected
    }
  }
  return text;
};

const coerceScalar = (raw: unknown, types: ReadonlySet<string>): unknown => {
  if (typeof raw === "number" && !types.has("number") && !types.has("integer")) {
    if (types.has("boolean") && (raw === 0 || raw === 1)) return raw === 1;
    if (types.has("string")) return String(raw);
  }
  return raw;
};

const wrapsAlone = (items: JsonSchema, value: unknown): boolean => {
  if (value === null || value === undefined || value === "") return false;
  if (items[fileMark] === "file") return true;
  return typeof value === "string"
    ? acceptedTypes(items).has("string")
    : isObject(value) && acceptedTypes(items).has("object");
};

const coerceFile = (raw: unknown): unknown => {
  const single = Array.isArray(raw) && raw.length === 1 ? raw[0] : raw;
  return typeof single === "string" ? { uri: single } : single;
};
