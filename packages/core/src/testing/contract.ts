import { isDeepStrictEqual } from "node:util";
import { err } from "neverthrow";
import { toolError } from "../error.ts";
import { isObject, type JsonObject, type JsonValue } from "../json.ts";
import { defaultLimits } from "../limits.ts";
import { silentLogger } from "../logger.ts";
import { createRedactor } from "../redact/index.ts";
import { runTool } from "../run-tool.ts";
import { narrowSchema } from "../schema/narrow.ts";
import { inputJsonSchema, type JsonSchema, outputJsonSchema } from "../schema/project.ts";
import { validate } from "../schema/validate.ts";
import type { Effect, Tool } from "../tool.ts";

export interface ContractOptions {
  /** Inputs that the tool accepts; one at least. */
  readonly examples: readonly JsonObject[];
}

/**
 * The contract that every tool must pass, checked without contacting anybody: name, texts, schemas in every dialect, parsing
 * twice, effect and plan, permissions, no credential among the inputs, abort. Answers with what is wrong; empty is good.
 */
export const checkToolContract = async (tool: Tool, options: ContractOptions): Promise<readonly string[]> => {
  const problems = [
    ...checkTexts(tool),
    ...checkSchemas(tool),
    ...checkEffect(tool),
    ...(await checkExamples(tool, options.examples)),
    ...(await checkAbort(tool, options.examples[0])),
  ];
  return problems.map((problem) => `${tool.name}: ${problem}`);
};

const checkTexts = (tool: Tool): readonly string[] => {
  const problems: string[] = [];
  if (!/^[a-z][a-z0-9_]{2,47}$/.test(tool.name)) problems.push("the name is not ^[a-z][a-z0-9_]{2,47}$");
  if (tool.title.length < 4 || tool.title.length > 60) problems.push("the title is not 4 to 60 characters");
  if (tool.description.length < 60 || tool.description.length > 1000)
    problems.push("the description is not 60 to 1000 characters");
  if (!tool.description.endsWith(".")) problems.push("the description does not end with a full stop");
  if (tool.connector.name !== "none" && tool.permissions.length === 0) problems.push("no permissions are named");
  return problems;
};

const checkSchemas = (tool: Tool): readonly string[] => {
  const problems: string[] = [];
  for (const dialect of ["draft-2020-12", "draft-07"] as const) {
    const input = inputJsonSchema(tool.input, { dialect });
    const output = outputJsonSchema(tool.output, { dialect });
    if (input.type !== "object") problems.push(`the input is not an object in ${dialect}`);
    if (output.type !== "object") problems.push(`the output is not an object in ${dialect}`);
    if (JSON.stringify([input, output]).includes('"x-')) problems.push(`notes of ours are in ${dialect}`);
  }
  const input = inputJsonSchema(tool.input);
  if (input.additionalProperties !== false) problems.push("the input takes unknown fields");
  for (const [field, schema] of propertiesOf(input)) {
    if (typeof schema.description !== "string") problems.push(`input ${field} has no description`);
    if (
      /token|secret|password|access_key|credential/i.test(field) &&
      !/continuation|next|page|client|max_/.test(field)
    ) {
      problems.push(`input ${field} looks like a credential; those belong to the connection`);
    }
    if (!isBounded(schema))
      problems.push(`input ${field} has no bound (maxLength, maximum, maxItems, enum or pattern)`);
  }
  const outputs = JSON.stringify(outputJsonSchema(tool.output));
  for (const field of tool.credentialOutputs ?? []) {
    if (!outputs.includes(`"${field}"`)) problems.push(`credentialOutputs names ${field}, which the output lacks`);
  }
  if (narrowSchema(input).type !== "object") problems.push("the narrow schema is not an object");
  return problems;
};

const propertiesOf = (schema: JsonSchema): readonly (readonly [string, JsonSchema])[] =>
  isObject(schema.properties) ? (Object.entries(schema.properties) as [string, JsonSchema][]) : [];

const isBounded = (schema: JsonSchema): boolean => {
  if (schema.enum !== undefined || schema.const !== undefined || schema.pattern !== undefined) return true;
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches)) return branches.every((branch: JsonValue) => isBounded(branch as JsonSchema));
  switch (schema.type) {
    case "string":
      return schema.maxLength !== undefined || schema.format !== undefined;
    case "number":
    case "integer":
      return schema.minimum !== undefined || schema.exclusiveMinimum !== undefined;
    case "array":
      return schema.maxItems !== undefined;
    default:
      return true;
  }
};

const severity: Readonly<Record<Effect["kind"], number>> = { read: 0, write: 1, destroy: 2 };

const checkEffect = (tool: Tool): readonly string[] =>
  tool.effect.kind !== "read" && tool.plan === undefined ? ["a tool that can write has no plan"] : [];

const checkExamples = async (tool: Tool, examples: readonly JsonObject[]): Promise<readonly string[]> => {
  if (examples.length === 0) return ["no example input is given"];
  const problems: string[] = [];
  for (const [index, example] of examples.entries()) {
    const once = await validate(tool.input, example);
    if (once.isErr()) {
      problems.push(
        `example ${index} is refused: ${once.error.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ")}`,
      );
      continue;
    }
    const twice = await validate(tool.input, once.value);
    if (twice.isErr() || !isDeepStrictEqual(twice.value, once.value))
      problems.push(`example ${index} changes when parsed again`);
    const effect = tool.effectOf?.(once.value) ?? tool.effect;
    if (severity[effect.kind] > severity[tool.effect.kind])
      problems.push(`example ${index} does more than the declared effect`);
    const plan = effect.kind === "read" ? "." : tool.plan?.(once.value);
    if (plan === undefined || !plan.endsWith(".") || plan.includes("\n") || /undefined|\[object/.test(plan)) {
      problems.push(`example ${index} has the plan ${JSON.stringify(plan)}, which is not one plain sentence`);
    }
  }
  return problems;
};

const checkAbort = async (tool: Tool, example: JsonObject | undefined): Promise<readonly string[]> => {
  let opened = false;
  const result = await runTool(tool, example, {
    acquire: () => {
      opened = true;
      return err(toolError("internal", "no session in a contract check"));
    },
    policy: {},
    limits: defaultLimits,
    logger: silentLogger,
    redactor: createRedactor(),
    access: {},
    sink: async () => ({ uri: null }),
    signal: AbortSignal.abort(),
  });
  const code = result.isErr() ? result.error.code : "completed";
  return opened || code !== "aborted" ? [`a call that is stopped before it begins ends as ${code}`] : [];
};
