import { isObject, type JsonObject, type JsonValue } from "../json.ts";
import type { ToolSchema } from "../tool.ts";

/** A JSON Schema as plain JSON. */
export type JsonSchema = JsonObject;

export interface ProjectionOptions {
  /** Default `draft-2020-12`. */
  readonly dialect?: "draft-2020-12" | "draft-07";
  /** Keeps `x-…` keys, which are this library's own notes. Default false. */
  readonly notes?: boolean;
}

/** The JSON Schema of what a tool takes: plain JSON, no `$schema`, no notes of ours. */
export const inputJsonSchema = (schema: ToolSchema, options: ProjectionOptions = {}): JsonSchema =>
  clean(
    schema["~standard"].jsonSchema.input({ target: options.dialect ?? "draft-2020-12" }),
    options.notes ?? false,
    false,
  );

/** The JSON Schema of what a tool answers; objects stay open, since services add fields. */
export const outputJsonSchema = (schema: ToolSchema, options: ProjectionOptions = {}): JsonSchema =>
  clean(
    schema["~standard"].jsonSchema.output({ target: options.dialect ?? "draft-2020-12" }),
    options.notes ?? false,
    true,
  );

const clean = (schema: unknown, notes: boolean, open: boolean): JsonSchema => {
  const { $schema: _dialect, ...rest } = JSON.parse(JSON.stringify(schema)) as Record<string, JsonValue>;
  return cleanNode(rest, notes, open) as JsonSchema;
};

const cleanNode = (node: JsonValue, notes: boolean, open: boolean): JsonValue => {
  if (Array.isArray(node)) return node.map((item: JsonValue) => cleanNode(item, notes, open));
  if (!isObject(node)) return node;
  const cleaned: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(node as JsonObject)) {
    if (!notes && key.startsWith("x-")) continue;
    if (open && key === "additionalProperties" && value === false) continue;
    if ((key === "maximum" || key === "minimum") && Math.abs(value as number) === Number.MAX_SAFE_INTEGER) continue;
    cleaned[key] = literalKeys.has(key)
      ? value
      : key === "properties"
        ? cleanEach(value, notes, open)
        : cleanNode(value, notes, open);
  }
  return cleaned;
};

/** Keys whose value is data, not a schema. */
const literalKeys: ReadonlySet<string> = new Set(["default", "const", "enum", "examples", "required"]);

const cleanEach = (properties: JsonValue, notes: boolean, open: boolean): JsonObject =>
  Object.fromEntries(
    Object.entries(properties as JsonObject).map(([name, schema]) => [name, cleanNode(schema, notes, open)]),
  );
