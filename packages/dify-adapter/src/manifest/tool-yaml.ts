import { inputJsonSchema, isObject, type JsonObject, type JsonSchema, type JsonValue, type Tool } from "@tsunagu/core";
import type { DifyPlugin } from "../plugin.ts";
import { overrideFields } from "../runtime/parameters.ts";
import { difyToolName } from "../runtime/plugin-tools.ts";
import { connectionParameter } from "./connection-yaml.ts";
import { labelOf } from "./label.ts";
import { localize } from "./localize.ts";
import { pythonSource } from "./main-py.ts";
import { modelDescription } from "./model-description.ts";
import { outputSchema } from "./output-schema.ts";
import { type ParameterType, parameterType, withoutNull } from "./parameter-type.ts";

/**
 * A tool's YAML: its input as parameters that a model or a flow fills, then the connection fields, which a person may set
 * to override the provider's credentials for this node.
 *
 * @see dify-plugin-daemon, pkg/entities/plugin_entities/tool_declaration.go
 */
export const toolYaml = (plugin: DifyPlugin, tool: Tool): JsonObject => {
  const { catalogs, identity } = plugin;
  const name = difyToolName(plugin, tool);
  return {
    identity: {
      name,
      author: identity.author,
      label: localize(tool.title, catalogs, (catalog) => catalog.tools?.[tool.name]?.title),
    },
    description: {
      human: localize(tool.description, catalogs, (catalog) => catalog.tools?.[tool.name]?.description),
      llm: tool.description,
    },
    parameters: [
      ...inputParameters(plugin, tool),
      ...overrideFields(tool).map((field) => connectionParameter(field, catalogs)),
    ],
    ...(plugin.runtimeParameters?.[tool.name] === undefined ? {} : { has_runtime_parameters: true }),
    output_schema: outputSchema(tool.output),
    extra: pythonSource,
  };
};

const inputParameters = (plugin: DifyPlugin, tool: Tool): readonly JsonObject[] => {
  const schema = inputJsonSchema(tool.input, { notes: true });
  const properties = isObject(schema["properties"]) ? (schema["properties"] as JsonObject) : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  return Object.entries(properties).map(([name, property]) =>
    inputParameter(plugin, tool, name, property as JsonSchema, required.includes(name)),
  );
};

const inputParameter = (
  plugin: DifyPlugin,
  tool: Tool,
  name: string,
  property: JsonSchema,
  required: boolean,
): JsonObject => {
  const { catalogs } = plugin;
  const schema = withoutNull(property);
  const type = parameterType(property);
  const { choices, isJson: _isJson, ...typed } = type;
  const form = plugin.formInputs?.[tool.name]?.includes(name) ? "form" : "llm";
  const asked = form === "form" && type.type === "string" && plugin.parameterOptions?.[name] !== undefined;
  const label = String(schema["title"] ?? labelOf(name));
  const description = String(schema["description"] ?? label);
  const fallback = defaultValue(schema["default"], type);
  return {
    name,
    label: localize(label, catalogs, (catalog) => catalog.tools?.[tool.name]?.input?.[name]?.label),
    human_description: localize(
      description,
      catalogs,
      (catalog) => catalog.tools?.[tool.name]?.input?.[name]?.description,
    ),
    llm_description: modelDescription(property, type) || label,
    form,
    required,
    ...typed,
    ...(asked ? { type: "dynamic-select" } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(choices === undefined ? {} : { options: choices.map((value) => option(plugin, tool, name, value)) }),
  };
};

const defaultValue = (value: JsonValue | undefined, { isJson }: ParameterType): JsonValue | undefined => {
  if (value === undefined || value === null || value === "") return undefined;
  return isJson || typeof value === "object" ? JSON.stringify(value) : value;
};

const option = (plugin: DifyPlugin, tool: Tool, field: string, value: string): JsonObject => ({
  value,
  label: localize(
    value || "(none)",
    plugin.catalogs,
    (catalog) => catalog.tools?.[tool.name]?.options?.[field]?.[value],
  ),
});
