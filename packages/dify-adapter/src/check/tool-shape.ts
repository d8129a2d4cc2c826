import * as z from "zod";
import { reservedVariables } from "../runtime/content.ts";
import {
  extra,
  identifier,
  localized,
  option,
  optionsFit,
  optionsMessage,
  scopeFits,
  scopeMessage,
  text,
} from "./common-shapes.ts";

/** Types that a model's tool schema can hold; Dify hands over any other name as it is, which services refuse. */
const modelTypes: readonly string[] = ["string", "number", "boolean", "select", "checkbox", "file", "files"];

const formTypes = [
  "secret-input",
  "dynamic-select",
  "app-selector",
  "model-selector",
  "any",
  "array",
  "object",
] as const;

const plainValue = z.union([z.string(), z.number(), z.boolean()]);

const parameter = z
  .strictObject({
    name: text,
    label: localized,
    human_description: localized,
    llm_description: z.string().optional(),
    type: z.enum(["string", "number", "boolean", "select", "checkbox", "file", "files", ...formTypes]),
    form: z.enum(["schema", "form", "llm"]),
    required: z.boolean(),
    default: z.union([plainValue, z.array(plainValue)]).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    precision: z.int().min(0).optional(),
    multiple: z.boolean().optional(),
    scope: z.string().max(1024).optional(),
    options: z.array(option).min(1).optional(),
    auto_generate: z.strictObject({ type: z.literal("prompt_instruction") }).optional(),
    template: z.strictObject({ enabled: z.boolean() }).optional(),
  })
  .refine(optionsFit, optionsMessage)
  .refine(scopeFits, scopeMessage)
  .refine(
    ({ type, min, max, precision }) => type === "number" || (min ?? max ?? precision) === undefined,
    "only a number has bounds",
  )
  .refine(({ min, max }) => (min ?? -Infinity) <= (max ?? Infinity), "min is above max")
  .refine(({ type, form }) => type !== "secret-input" || form !== "llm", "a model must not fill a secret")
  .refine(
    ({ type, form }) => form !== "llm" || type === "secret-input" || modelTypes.includes(type),
    "a model cannot fill this type: take a string that holds JSON, or form: form",
  )
  .refine(
    ({ form, llm_description }) => form !== "llm" || (llm_description ?? "") !== "",
    "a model is told nothing about it",
  )
  .refine(
    ({ type, multiple }) => !multiple || type === "select" || type === "dynamic-select",
    "only a select is multiple",
  )
  .refine(
    ({ default: value, multiple }) => value === undefined || Array.isArray(value) === (multiple === true),
    "a default is a list where multiple is true, and only there",
  )
  .refine(
    ({ options, default: value }) =>
      options === undefined ||
      value === undefined ||
      [value].flat().every((each) => options.some((choice) => choice.value === each)),
    "the default is none of the options",
  );

const outputField = z.looseObject({ type: z.enum(["string", "number", "boolean", "object", "array"]) });

/** A tool's YAML. */
export const toolShape = z.strictObject({
  identity: z.strictObject({ name: identifier, author: z.string().min(1), label: localized }),
  description: z.strictObject({ human: localized, llm: z.string().min(1) }),
  parameters: z.array(parameter),
  has_runtime_parameters: z.boolean().optional(),
  output_schema: z.strictObject({
    type: z.literal("object"),
    properties: z
      .record(z.string(), outputField)
      .refine((fields) => !Object.keys(fields).some((name) => reservedVariables.has(name)), {
        message: `no output may be named ${[...reservedVariables].join(", ")}: every node has those`,
      }),
  }),
  extra,
});
