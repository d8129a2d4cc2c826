import { isObject, type JsonObject, type JsonValue } from "../json.ts";
import type { JsonSchema } from "./project.ts";
import { constraintText, signature } from "./signature.ts";

/**
 * The dialect of an AgentCore Gateway Lambda target: only `type`, `description`, `properties`, `required` and `items`.
 * What it cannot say (choices, bounds, defaults, unions) goes into the description.
 *
 * @see Amazon Bedrock AgentCore Control API Reference, SchemaDefinition
 */
export const narrowSchema = (schema: JsonSchema): JsonSchema => {
  const type = narrowType(schema);
  const union = (schema["anyOf"] ?? schema["oneOf"]) === undefined ? "" : `Type: ${signature(schema)}.`;
  const description = [schema["description"], constraintText(schema), union].filter(Boolean).join(" ");
  const narrow: Record<string, JsonValue> = { type };
  if (description !== "") narrow["description"] = description;
  if (isObject(schema["properties"])) {
    narrow["properties"] = Object.fromEntries(
      Object.entries(schema["properties"] as JsonObject).map(([name, property]) => [
        name,
        narrowSchema(property as JsonSchema),
      ]),
    );
    if (Array.isArray(schema["required"]) && schema["required"].length > 0) narrow["required"] = schema["required"];
  }
  if (type === "array")
    narrow["items"] = narrowSchema((isObject(schema["items"]) ? schema["items"] : { type: "string" }) as JsonSchema);
  return narrow;
};

const narrowType = (schema: JsonSchema): string => {
  const branches = (schema["anyOf"] ?? schema["oneOf"]) as readonly JsonSchema[] | undefined;
  const types = branches?.map(narrowType) ?? [schema["type"]].flat();
  const named = types.filter((type): type is string => typeof type === "string" && type !== "null");
  if (named[0] !== undefined) return named[0];
  return Array.isArray(schema["enum"]) || schema["const"] !== undefined ? typeof (schema["const"] ?? "") : "object";
};
