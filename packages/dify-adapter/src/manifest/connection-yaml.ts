import type { ConnectionField, JsonObject } from "@tsunagu/core";
import { type Catalogs, type LocalizedText, localize } from "./localize.ts";

/** A connection field in the provider's form. None is required: what is blank comes from the call or the machine. */
export const connectionCredential = (field: ConnectionField, catalogs: Catalogs): JsonObject => ({
  type: field.type === "secret" ? "secret-input" : field.type === "select" ? "select" : "text-input",
  required: false,
  label: fieldLabel(field, catalogs),
  help: fieldDescription(field, catalogs),
  ...(field.placeholder === undefined ? {} : { placeholder: { en_US: field.placeholder } }),
  ...options(field),
});

/** The same field as a parameter of a tool, which only a person sets and which goes before the provider's. */
export const connectionParameter = (field: ConnectionField, catalogs: Catalogs): JsonObject => ({
  name: field.name,
  label: fieldLabel(field, catalogs),
  human_description: fieldDescription(field, catalogs),
  llm_description: "",
  form: "form",
  required: false,
  type: field.type === "secret" ? "secret-input" : field.type === "select" ? "select" : "string",
  ...options(field),
});

const fieldLabel = (field: ConnectionField, catalogs: Catalogs): LocalizedText =>
  localize(field.title, catalogs, (catalog) => catalog.connection?.[field.name]?.label);

const fieldDescription = (field: ConnectionField, catalogs: Catalogs): LocalizedText =>
  localize(field.description, catalogs, (catalog) => catalog.connection?.[field.name]?.description);

const options = (field: ConnectionField): JsonObject =>
  field.options === undefined ? {} : { options: field.options.map((value) => ({ value, label: { en_US: value } })) };
