import {
  isObject,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
  outputJsonSchema,
  type ToolSchema,
} from "@tsunagu/core";
import { reservedVariables } from "../runtime/content.ts";
import { withoutNull } from "./parameter-type.ts";

/**
 * What a tool answers, for the nodes of a flow that come after it. Dify's editor expects one plain type for each field, so
 * unions become their first kind and integers numbers. Fields named like an output that every node has are left out: they are in the JSON output.
 */
export const outputSchema = (schema: ToolSchema): JsonSchema => {
  const { properties } = plain(outputJsonSchema(schema));
  const shown = Object.entries(isObject(properties) ? (properties as JsonObject) : {});
  return { type: "object", properties: Object.fromEntries(shown.filter(([name]) => !reservedVariables.has(name))) };
};

const plain = (node: JsonSchema): JsonSchema => {
  const schema = firstBranch(withoutNull(node));
  const type = typeOf(schema);
  const isNullable = schema !== node || [node["type"]].flat().includes("null");
  const description = [schema["description"], isNullable && type !== "null" ? "May be null." : ""]
    .filter(Boolean)
    .join(" ");
  return {
    type,
    ...(description === "" ? {} : { description }),
    ...(type === "object" && isObject(schema["properties"])
      ? { properties: plainEach(schema["properties"] as JsonObject) }
      : {}),
    ...(type === "array"
      ? { items: isObject(schema["items"]) ? plain(schema["items"] as JsonSchema) : { type: "object" } }
      : {}),
  };
};

const plainEach = (properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, isObject(schema) ? plain(schema as JsonSchema) : {}]),
  );

const firstBranch = (schema: JsonSchema): JsonSchema => {
  const branches = schema["anyOf"] ?? schema["oneOf"];
  const first = Array.isArray(branches) ? branches[0] : undefined;
  return isObject(first)
    ? {
        ...firstBranch(first as JsonSchema),
        ...(schema["description"] === undefined ? {} : { description: schema["description"] }),
      }
    : schema;
};

/** The type that is written, or that the choices have; an object for a value of any kind. */
const typeOf = (schema: JsonSchema): string => {
  const named = [schema["type"]].flat().find((type) => typeof type === "string" && type !== "null");
  if (typeof named === "string") return named === "integer" ? "number" : named;
  const example = schema["const"] ?? (Array.isArray(schema["enum"]) ? schema["enum"][0] : undefined);
  return example === undefined || example === null ? "object" : jsonType(example);
};

const jsonType = (value: JsonValue): string => (Array.isArray(value) ? "array" : typeof value);
