import * as z from "zod";
import { pluginTags } from "../plugin.ts";

/** The shapes of a plugin's YAML files by the strictest reader of each: daemon, remote debugging, Dify. */

const text = z.string().min(1).max(1023);
const identifier = z.string().regex(/^[a-zA-Z0-9_-]+$/);
const tags = z.array(z.enum(pluginTags));
const localized = z.strictObject({
  en_US: text,
  ja_JP: text.optional(),
  zh_Hans: text.optional(),
  pt_BR: text.optional(),
});
const option = z.strictObject({ value: z.string().min(1).max(127), label: localized });

export const manifestShape = z.strictObject({
  // a suffix has to be one that Python's version syntax knows as well
  version: z.string().regex(/^\d{1,4}(\.\d{1,4}){2}(-(alpha|beta|a|b|rc|dev|post)\d{0,10})?$/),
  type: z.literal("plugin"),
  author: z
    .string()
    .regex(/^[a-z0-9_-]{1,64}$/)
    .refine((author) => !z.uuid().safeParse(author).success, "must not be a UUID"),
  name: z.string().regex(/^[a-z0-9_-]{1,128}$/),
  label: localized,
  description: localized,
  icon: z.string().min(1).max(128),
  resource: z.strictObject({ memory: z.int().min(1), permission: z.strictObject({}) }),
  plugins: z.strictObject({ tools: z.array(z.string().min(1).max(128)).length(1) }),
  meta: z.strictObject({
    version: z.string().regex(/^\d{1,4}(\.\d{1,4}){2}$/),
    arch: z.array(z.enum(["amd64", "arm64"])).min(1),
    runner: z.strictObject({
      language: z.literal("python"),
      version: z.string().min(1).max(128),
      entrypoint: z.string().min(1).max(256),
    }),
  }),
  created_at: z.iso.datetime({ offset: true }),
  tags,
  privacy: z.string().min(1),
  repo: z.url().optional(),
});

const credential = z
  .strictObject({
    type: z.enum(["secret-input", "text-input", "select", "boolean"]),
    required: z.boolean(),
    default: z.union([z.string(), z.number(), z.boolean()]).optional(),
    options: z.array(option).min(1).max(127).optional(),
    label: localized,
    help: localized.optional(),
    url: z.url().optional(),
    placeholder: localized.optional(),
  })
  .refine(
    (field) => (field.type === "select") === (field.options !== undefined),
    "a select has options, and only a select",
  );

export const providerShape = z.strictObject({
  identity: z.strictObject({
    author: z.string().min(1),
    name: identifier,
    label: localized,
    description: localized,
    icon: z.string().min(1),
    tags,
  }),
  credentials_for_provider: z
    .record(text, credential)
    .refine((fields) => Object.keys(fields).length <= 64, "has more than 64 fields")
    .optional(),
  tools: z.array(z.string().min(1)).min(1),
});

/** Types that every version of the daemon and of Dify knows. */
const parameterTypes = ["string", "number", "boolean", "select", "secret-input", "file", "files"] as const;

const parameter = z
  .strictObject({
    name: text,
    label: localized,
    human_description: localized,
    llm_description: z.string(),
    type: z.enum(parameterTypes),
    form: z.enum(["form", "llm"]),
    required: z.boolean(),
    default: z.union([z.string(), z.number(), z.boolean()]).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    precision: z.int().min(0).optional(),
    options: z.array(option).min(1).optional(),
  })
  .refine(
    (field) => (field.type === "select") === (field.options !== undefined),
    "a select has options, and only a select",
  )
  .refine(
    (field) => field.type === "number" || (field.min ?? field.max ?? field.precision) === undefined,
    "only a number has bounds",
  )
  .refine((field) => (field.min ?? -Infinity) <= (field.max ?? Infinity), "min is above max")
  .refine((field) => field.type !== "secret-input" || field.form === "form", "a model must not fill a secret")
  .refine((field) => field.form !== "llm" || field.llm_description !== "", "a model is told nothing about it")
  .refine(
    (field) =>
      field.options === undefined ||
      field.default === undefined ||
      field.options.some(({ value }) => value === field.default),
    "the default is none of the options",
  );

export const toolShape = z.strictObject({
  identity: z.strictObject({ name: identifier, author: z.string().min(1), label: localized }),
  description: z.strictObject({ human: localized, llm: z.string().min(1) }),
  parameters: z.array(parameter),
  output_schema: z.strictObject({
    type: z.literal("object"),
    properties: z.record(
      z.string(),
      z.looseObject({ type: z.enum(["string", "number", "boolean", "object", "array"]) }),
    ),
  }),
});
