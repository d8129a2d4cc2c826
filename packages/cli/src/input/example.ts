import { isObject, type JsonObject, type JsonSchema, type JsonValue } from "@tsunagu/core";
import { fileMark } from "@tsunagu/core/schemas";

/**
 * The least input that a schema takes, as far as the schema tells: its required fields, with values that show their kind.
 * Give the schema with its notes, so that files are known.
 */
export const exampleInput = (schema: JsonSchema): JsonObject => {
  const properties = isObject(schema["properties"]) ? (schema["properties"] as JsonObject) : {};
  const required = Array.isArray(schema["required"]) ? schema["required"].map(String) : [];
  return Object.fromEntries(required.map((name) => [name, exampleValue(name, properties[name])]));
};

const exampleValue = (name: string, schema: JsonValue | undefined): JsonValue => {
  if (!isObject(schema)) return name;
  const node = schema as JsonSchema;
  if (node[fileMark] === "file") return `<path of ${name}>`;
  const given = [firstOf(node["examples"]), node["const"], firstOf(node["enum"]), node["default"]].find(
    (value) => value !== undefined,
  );
  if (given !== undefined) return given;
  const branch = firstOf(node["anyOf"]) ?? firstOf(node["oneOf"]);
  if (branch !== undefined) return exampleValue(name, branch);
  switch (firstOf(node["type"]) ?? node["type"]) {
    case "object":
      return exampleInput(node);
    case "array":
      return [exampleValue(name, node["items"])];
    case "integer":
    case "number":
      return node["minimum"] ?? 1;
    case "boolean":
      return true;
    default:
      return `<${name}>`;
  }
};

const firstOf = (value: JsonValue | undefined): JsonValue | undefined => (Array.isArray(value) ? value[0] : undefined);
