import {
  type ConnectionInput,
  type ConnectionSource,
  type ConnectionSpec,
  coerceInput,
  type InputFile,
  inputJsonSchema,
  isObject,
  type Tool,
} from "@tsunagu/core";
import { takeFiles } from "./dify-file.ts";

/** What a request says, in our terms. */
export interface CallParameters {
  readonly input: unknown;
  readonly inputs: ReadonlyMap<string, InputFile>;
  /** The nearest first: this call's own connection fields, then the provider's credentials. */
  readonly connections: readonly ConnectionSource[];
}

/** Splits a request's parameters into the tool's input and the connection fields that this call brings along. */
export const readParameters = (
  tool: Tool,
  data: Readonly<Record<string, unknown>>,
  options: { readonly signal: AbortSignal; readonly maxFileBytes: number },
): CallParameters => {
  const parameters = isObject(data["tool_parameters"]) ? data["tool_parameters"] : {};
  const { known, overrides } = namesOf(tool);
  // Dify sends null for a parameter that a flow still holds but the tool does not have
  const isOwn = ([name, value]: [string, unknown]): boolean =>
    known.has(name) || (!overrides.has(name) && value !== null);
  const own = Object.entries(parameters).filter(isOwn);
  const files = takeFiles(Object.fromEntries(own), { signal: options.signal, maxBytes: options.maxFileBytes });
  const { connection } = tool.connector;
  return {
    input: coerceInput(tool.input, files.value),
    inputs: files.inputs,
    connections: [
      { name: "tool parameters", values: pickFields(connection, parameters, overrides) },
      providerCredentials(connection, data["credentials"]),
    ],
  };
};

/** The connection fields that a tool repeats as parameters: all but those whose name its own input has. */
export const overrideFields = (tool: Tool): ConnectionSpec["fields"] => {
  const { overrides } = namesOf(tool);
  return tool.connector.connection.fields.filter((field) => overrides.has(field.name));
};

/** The connection fields that Dify asks for: many workspaces share the machine, so none that opens something of it. */
export const formFields = (spec: ConnectionSpec): ConnectionSpec["fields"] =>
  spec.fields.filter((field) => !field.hostOnly);

interface ParameterNames {
  /** Of the tool's own input. */
  readonly known: ReadonlySet<string>;
  /** Of connection fields. */
  readonly overrides: ReadonlySet<string>;
}

const remembered = new WeakMap<Tool, ParameterNames>();

const namesOf = (tool: Tool): ParameterNames => {
  const before = remembered.get(tool);
  if (before !== undefined) return before;
  const properties = inputJsonSchema(tool.input)["properties"];
  const known = new Set(isObject(properties) ? Object.keys(properties) : []);
  const fields = formFields(tool.connector.connection).filter((field) => !known.has(field.name));
  const names = { known, overrides: new Set(fields.map((field) => field.name)) };
  remembered.set(tool, names);
  return names;
};

/** The fields of a provider's credentials that a connector knows. Who sets up the provider directs the machine's own, too. */
export const providerCredentials = (spec: ConnectionSpec, credentials: unknown): ConnectionSource => ({
  name: "provider credentials",
  directsAmbient: true,
  values: pickFields(spec, isObject(credentials) ? credentials : {}, formNames(spec)),
});

const formNames = (spec: ConnectionSpec): ReadonlySet<string> => new Set(formFields(spec).map((field) => field.name));

const pickFields = (
  spec: ConnectionSpec,
  values: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
): ConnectionInput => {
  const picked: Record<string, string> = {};
  for (const { name } of spec.fields) {
    const value = values[name];
    if (names.has(name) && (typeof value === "string" || typeof value === "number")) picked[name] = String(value);
  }
  return picked;
};
