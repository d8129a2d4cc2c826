import { isObject, type JsonSchema, type JsonValue } from "@tsunagu/core";
import { fileMark } from "@tsunagu/core/schemas";

/** What Dify's YAML can say about a parameter's values. */
export interface ParameterType {
  readonly type: "string" | "number" | "boolean" | "select" | "file" | "files";
  readonly min?: number;
  readonly max?: number;
  readonly precision?: number;
  /** The choices of a `select`. An empty one is left out, as Dify takes none: it is what a blank field means. */
  readonly choices?: readonly string[];
  /** The value is an object, a list or a union of them: it is given as JSON text. */
  readonly isJson?: boolean;
}

/**
 * Maps a property's JSON Schema to a parameter type of Dify's. Objects and lists become JSON text: the daemon drops the
 * shapes of its own `object` and `array` types, and models refuse a list without the type of its items.
 */
export const parameterType = (property: JsonSchema): ParameterType => {
  const schema = withoutNull(property);
  if (isFile(schema)) return { type: "file" };
  if (schema["type"] === "array" && isFile(schema["items"])) return { type: "files" };
  const choices = choicesOf(schema);
  if (choices !== undefined) return { type: "select", choices };
  switch (schema["type"]) {
    case "boolean":
    case "string":
      return { type: schema["type"] };
    case "integer":
      return { type: "number", ...bounds(schema), precision: 0 };
    case "number":
      return { type: "number", ...bounds(schema) };
    default:
      return { type: "string", isJson: !acceptsText(schema) };
  }
};

/** A nullable schema without its null; the description and default stay. */
export const withoutNull = (schema: JsonSchema): JsonSchema => {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const branches = anyOf.filter((branch: JsonValue) => !(isObject(branch) && branch["type"] === "null"));
  const [only] = branches;
  return branches.length === 1 && isObject(only) ? { ...(only as JsonSchema), ...rest } : { ...rest, anyOf: branches };
};

const isFile = (schema: JsonValue | undefined): boolean => isObject(schema) && schema[fileMark] === "file";

const choicesOf = (schema: JsonSchema): readonly string[] | undefined => {
  const values = schema["enum"];
  const isText = Array.isArray(values) && values.every((value) => typeof value === "string");
  return isText ? values.filter((value) => value !== "") : undefined;
};

const bounds = (schema: JsonSchema): Pick<ParameterType, "min" | "max"> => ({
  ...(typeof schema["minimum"] === "number" ? { min: schema["minimum"] } : {}),
  ...(typeof schema["maximum"] === "number" ? { max: schema["maximum"] } : {}),
});

const acceptsText = (schema: JsonSchema): boolean => {
  const branches = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(branches))
    return branches.some((branch: JsonValue) => isObject(branch) && acceptsText(branch as JsonSchema));
  return [schema["type"]].flat().includes("string") || typeof schema["const"] === "string";
};
