import { isObject, type JsonObject, type JsonValue } from "../json.ts";
import type { JsonSchema } from "./project.ts";

/** A schema's shape as one line of TypeScript-like text, for surfaces that cannot say it another way. */
export const signature = (schema: JsonValue | undefined, depth = 0): string => {
  if (!isObject(schema)) return "any";
  const node = schema as JsonObject;
  if (node["const"] !== undefined) return JSON.stringify(node["const"]);
  if (Array.isArray(node["enum"])) return node["enum"].map((value: JsonValue) => JSON.stringify(value)).join(" | ");
  const branches = node["anyOf"] ?? node["oneOf"];
  if (Array.isArray(branches)) return branches.map((branch: JsonValue) => signature(branch, depth)).join(" | ");
  if (Array.isArray(node["type"])) return node["type"].join(" | ");
  switch (node["type"]) {
    case "array":
      return `Array<${signature(node["items"], depth + 1)}>`;
    case "object":
      return objectSignature(node, depth);
    case "string":
    case "number":
    case "integer":
    case "boolean":
    case "null":
      return String(node["type"]);
    default:
      return "any";
  }
};

const objectSignature = (node: JsonObject, depth: number): string => {
  const properties = isObject(node["properties"]) ? Object.entries(node["properties"] as JsonObject) : [];
  if (properties.length === 0) {
    return isObject(node["additionalProperties"])
      ? `Record<string, ${signature(node["additionalProperties"], depth + 1)}>`
      : "object";
  }
  if (depth > 3) return "object";
  const required = Array.isArray(node["required"]) ? node["required"] : [];
  const parts = properties.map(
    ([name, schema]) => `${name}${required.includes(name) ? "" : "?"}: ${signature(schema, depth + 1)}`,
  );
  return `{ ${parts.join("; ")} }`;
};

/** What a schema demands beyond its type, in words: bounds, lengths, pattern, choices, default. Empty when nothing. */
export const constraintText = (schema: JsonSchema): string => {
  const parts: string[] = [];
  const say = (key: string, text: (value: JsonValue) => string): void => {
    const value = schema[key];
    if (value !== undefined) parts.push(text(value));
  };
  say(
    "enum",
    (value) => `one of ${(value as readonly JsonValue[]).map((choice) => JSON.stringify(choice)).join(", ")}`,
  );
  say("minimum", (value) => `at least ${value}`);
  say("maximum", (value) => `at most ${value}`);
  say("exclusiveMinimum", (value) => `above ${value}`);
  say("exclusiveMaximum", (value) => `below ${value}`);
  say("minLength", (value) => `at least ${value} characters`);
  say("maxLength", (value) => `at most ${value} characters`);
  say("minItems", (value) => `at least ${value} items`);
  say("maxItems", (value) => `at most ${value} items`);
  say("pattern", (value) => `matches ${value}`);
  say("format", (value) => `format ${value}`);
  say("default", (value) => `default ${JSON.stringify(value)}`);
  return parts.length === 0 ? "" : `(${parts.join("; ")})`;
};
