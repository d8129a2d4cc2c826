import * as z from "zod";
import { pluginTags } from "../plugin.ts";

/** What the shapes of the YAML files have in common, by the strictest reader of each: daemon, remote debugging, Dify. */

export const text = z.string().min(1).max(1023);

export const identifier = z.string().regex(/^[a-zA-Z0-9_-]+$/, "may hold letters, digits, _ and - only");

export const tags = z.array(z.enum(pluginTags));

/** A text in the four languages that exist. */
export const localized = z.strictObject({
  en_US: text,
  ja_JP: text.optional(),
  zh_Hans: text.optional(),
  pt_BR: text.optional(),
});

export const option = z.strictObject({
  value: z.string().min(1).max(127),
  label: localized,
  icon: z.string().optional(),
});

/** A file name inside `_assets/`. */
export const assetName = z
  .string()
  .min(1)
  .max(128)
  .refine((name) => !name.includes("/"), "is a file name inside _assets, not a path");

/** The Python SDK wants a source file named, which nothing else reads. */
export const extra = z.strictObject({ python: z.strictObject({ source: z.string().min(1) }) });

const scopes: Readonly<Record<string, readonly string[]>> = {
  "app-selector": ["all", "chat", "workflow", "completion"],
  "model-selector": "llm text-embedding rerank tts speech2text moderation vision document tool-call".split(" "),
  any: ["string", "number", "object", "array[number]", "array[string]", "array[object]", "array[file]"],
};

/** Whether a field of a type may have the scope: parts joined by `&`, each of them known. */
export const scopeFits = ({ type, scope }: { type: string; scope?: string | undefined }): boolean =>
  scope === undefined || scope.split("&").every((part) => scopes[type]?.includes(part) === true);

export const scopeMessage = "the scope does not fit the type";

/** A select has options; nothing else has. */
export const optionsFit = ({ type, options }: { type: string; options?: unknown }): boolean =>
  (type === "select") === (options !== undefined);

export const optionsMessage = "a select has options, and only a select";
