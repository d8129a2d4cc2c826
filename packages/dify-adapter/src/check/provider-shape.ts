import * as z from "zod";
import {
  assetName,
  extra,
  identifier,
  localized,
  option,
  optionsFit,
  optionsMessage,
  scopeFits,
  scopeMessage,
  tags,
  text,
} from "./common-shapes.ts";

const fieldShape = {
  type: z.enum(["secret-input", "text-input", "select", "boolean", "app-selector", "model-selector", "array[tools]"]),
  scope: z.string().max(1024).optional(),
  required: z.boolean(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  options: z.array(option).min(1).max(127).optional(),
  multiple: z.boolean().optional(),
  label: localized,
  help: localized.optional(),
  url: z.url().optional(),
  placeholder: localized.optional(),
};

const field = z.strictObject(fieldShape).refine(optionsFit, optionsMessage).refine(scopeFits, scopeMessage);

const namedField = z
  .strictObject({ name: text, ...fieldShape })
  .refine(optionsFit, optionsMessage)
  .refine(scopeFits, scopeMessage);

/** The provider's YAML. Its form is a mapping under `credentials_for_provider`, the one spelling that all readers know. */
export const providerShape = z.strictObject({
  identity: z.strictObject({
    author: z.string().min(1),
    name: identifier,
    label: localized,
    description: localized,
    icon: assetName,
    icon_dark: assetName.optional(),
    tags,
  }),
  credentials_for_provider: z
    .record(text, field)
    .refine((fields) => Object.keys(fields).length <= 64, "has more than 64 fields")
    .optional(),
  oauth_schema: z
    .strictObject({ client_schema: z.array(namedField), credentials_schema: z.array(namedField) })
    .optional(),
  tools: z.array(z.string().min(1).max(128)).min(1),
  extra,
});
