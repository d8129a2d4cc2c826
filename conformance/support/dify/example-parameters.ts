import type { JsonObject } from "@tsunagu/core";
import { parse } from "yaml";

/** A parameter as a plugin's YAML declares it. */
interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly form: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly min?: number;
  readonly options?: readonly { readonly value: string }[];
  readonly llm_description?: string;
}

export interface DeclaredTool {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/** The tools of a plugin by its files. */
export const declaredTools = (files: ReadonlyMap<string, Uint8Array>): readonly DeclaredTool[] =>
  [...files]
    .filter(([path]) => path.startsWith("tools/"))
    .map(([, content]) => parse(Buffer.from(content).toString()))
    .map(({ identity, parameters }) => ({ name: identity.name, parameters }));

/**
 * Parameters as Dify sends them for a node where only what is required was filled in: numbers and JSON as text, null for the
 * rest. `values` has the value of a parameter, by `tool.parameter` or by the parameter's name.
 */
export const exampleParameters = (tool: DeclaredTool, values: JsonObject): JsonObject =>
  Object.fromEntries(
    tool.parameters
      .filter(({ form, required }) => form === "llm" || required)
      .map((parameter) => [parameter.name, exampleValue(tool, parameter, values)]),
  );

const exampleValue = (tool: DeclaredTool, parameter: Parameter, values: JsonObject) => {
  const given = values[`${tool.name}.${parameter.name}`];
  if (given !== undefined) return given;
  if (!parameter.required) return null;
  const known = values[parameter.name];
  if (known !== undefined) return known;
  if (parameter.options !== undefined) return parameter.options[0]?.value ?? "";
  switch (parameter.type) {
    case "number":
      return String(parameter.min ?? 1);
    case "boolean":
      return "true";
    default:
      return parameter.name;
  }
};
