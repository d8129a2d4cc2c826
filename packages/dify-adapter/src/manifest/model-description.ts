import { constraintText, isObject, type JsonObject, type JsonSchema, type JsonValue, signature } from "@tsunagu/core";
import { type ParameterType, withoutNull } from "./parameter-type.ts";

const maxDepth = 3;

/**
 * What a model is told about a parameter. Dify passes on this text, the type and the choices, and nothing else: bounds,
 * defaults and the shape of JSON text have to be said here.
 */
export const modelDescription = (property: JsonSchema, { type, isJson }: ParameterType): string => {
  const schema = withoutNull(property);
  const { enum: _choices, ...withoutChoices } = schema;
  const constraints = constraintText(type === "select" ? withoutChoices : schema);
  const isPlain = schema["anyOf"] === undefined && schema["oneOf"] === undefined;
  const shape =
    type !== "string" || (!isJson && isPlain)
      ? ""
      : `${isJson ? "JSON text of this shape" : "Type"}: ${signature(schema)}`;
  const fields = isJson ? fieldNotes(schema, "", 0) : [];
  return [text(schema["description"]), constraints, shape, ...fields].filter((part) => part !== "").join("\n");
};

/** One line for each field inside a value that has something to say about itself. */
const fieldNotes = (schema: JsonValue | undefined, path: string, depth: number): readonly string[] => {
  if (!isObject(schema) || depth > maxDepth) return [];
  if (isObject(schema["items"])) return fieldNotes(schema["items"] as JsonObject, `${path}[]`, depth + 1);
  const branches = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(branches)) return branches.flatMap((branch: JsonValue) => fieldNotes(branch, path, depth));
  const properties = isObject(schema["properties"]) ? (schema["properties"] as JsonObject) : {};
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property)) return [];
    const { enum: _choices, ...rest } = property as JsonSchema;
    const note = [text(property["description"]), constraintText(rest)].filter((part) => part !== "").join(" ");
    const own = path === "" ? name : `${path}.${name}`;
    return [...(note === "" ? [] : [`- ${own}: ${note}`]), ...fieldNotes(property as JsonObject, own, depth + 1)];
  });
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");
