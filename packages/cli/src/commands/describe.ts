import {
  type ConnectionField,
  constraintText,
  type Effect,
  inputJsonSchema,
  isObject,
  type JsonObject,
  type JsonSchema,
  outputJsonSchema,
  signature,
  type Tool,
} from "@tsunagu/core";
import { exampleInput } from "../input/example.ts";
import { print, printJson } from "../output/print.ts";
import { table } from "../output/table.ts";
import { findTool, type LoadTools } from "../tools.ts";

/** Prints everything there is to know about one tool. */
export const describe = async (
  loadTools: LoadTools,
  name: string,
  options: { readonly json?: boolean },
): Promise<void> => {
  const tool = findTool(await loadTools(name), name);
  if (options.json) printJson(asJson(tool));
  else print(asText(tool));
};

const asJson = (tool: Tool) => ({
  name: tool.name,
  title: tool.title,
  description: tool.description,
  connector: tool.connector.name,
  effect: tool.effect,
  permissions: tool.permissions,
  input_schema: inputJsonSchema(tool.input),
  output_schema: outputJsonSchema(tool.output),
  connection: tool.connector.connection.fields.map(({ name, title, description, type, options, env }) => ({
    name,
    title,
    description,
    type,
    ...(options === undefined ? {} : { options }),
    env,
  })),
  example: exampleOf(tool),
});

const exampleOf = (tool: Tool): JsonObject => exampleInput(inputJsonSchema(tool.input, { notes: true }));

const asText = (tool: Tool): string => {
  const input = inputJsonSchema(tool.input);
  const example = JSON.stringify(exampleOf(tool)).replaceAll("'", "'\\''");
  const sections = [
    `${tool.name}: ${tool.title}\n\n${tool.description}`,
    `Effect: ${effectText(tool.effect)}\nPermissions: ${tool.permissions.join(", ") || "none"}`,
    `Parameters:\n${fieldLines(input) || "  none"}`,
    `Output:\n${fieldLines(outputJsonSchema(tool.output)) || "  nothing"}`,
    `Connection (${tool.connector.name}):\n${connectionLines(tool.connector.connection.fields) || "  none"}`,
    `Example:\n  tsunagu call ${tool.name} --input '${example}'`,
  ];
  return sections.join("\n\n");
};

const effectText = (effect: Effect): string => {
  const repeat =
    effect.kind === "read"
      ? []
      : [effect.idempotent ? "repeating it changes nothing more" : "repeating it does it again"];
  return [effect.kind, ...repeat, ...(effect.openWorld ? ["reaches beyond the service"] : [])].join("; ");
};

const fieldLines = (schema: JsonSchema): string => {
  const properties = isObject(schema["properties"]) ? Object.entries(schema["properties"]) : [];
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const lines = properties.map(([name, property]) => {
    const node = (isObject(property) ? property : {}) as JsonSchema;
    const head = `  ${name}: ${signature(node)}${required.includes(name) ? " (required)" : ""}`;
    const { enum: _inHead, ...rest } = node;
    const about = [node["description"], constraintText(rest)].filter(Boolean).join(" ");
    return about === "" ? head : `${head}\n      ${about}`;
  });
  return lines.join("\n");
};

const connectionLines = (fields: readonly ConnectionField[]): string =>
  table(
    fields.map(({ name, env, description, type }) => [
      name,
      env.join(" or ") || "(no variable)",
      `${description}${type === "secret" ? " Secret." : ""}`,
    ]),
    "  ",
  );
