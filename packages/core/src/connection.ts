import { err, ok, type Result } from "neverthrow";
import { invalidField, type ToolError } from "./error.ts";
import { Secret } from "./secret.ts";

/** Everything a connector can be told, written once: options, environment, forms and flags are made of it. */
export interface ConnectionSpec {
  readonly fields: readonly ConnectionField[];
  /** Fields that are given together or not at all. */
  readonly together?: readonly (readonly string[])[];
}

export interface ConnectionField {
  /** snake_case, the same on every surface. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: "text" | "secret" | "select";
  readonly options?: readonly string[];
  /** Environment variables, first one first. */
  readonly env: readonly string[];
  /** The backend's own SDK reads these variables, along with its files and metadata services; they are not read here. */
  readonly ambient?: boolean;
  /** Fields of one group come from one source: a key id of one is never paired with a secret of another. */
  readonly group?: string;
  /** The field says where a group's secrets are sent, so a nearer source may give it only along with the group. */
  readonly receives?: string;
  readonly placeholder?: string;
  /** It opens something of the host itself, such as a file or a profile: no form on a shared host offers it. */
  readonly hostOnly?: boolean;
}

/** What a caller gives: field name to text. Blank means not given. */
export type ConnectionInput<Name extends string = string> = { readonly [N in Name]?: string | Secret | undefined };

/** A checked connection: secrets wrapped, blanks gone. */
export interface ConnectionValues {
  readonly text: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, Secret>>;
}

/** A place that connection fields come from, such as `call`, `toolkit` or `environment`. */
export interface ConnectionSource {
  readonly name: string;
  readonly values: ConnectionInput;
  /** Whoever gives it may say where the host's own (ambient) credentials are sent, as the last source always may. */
  readonly directsAmbient?: boolean;
}

/** The connection fields that environment variables give. */
export const connectionFromEnvironment = (
  spec: ConnectionSpec,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ConnectionInput => {
  const values: Record<string, string> = {};
  for (const field of spec.fields.filter((candidate) => !candidate.ambient)) {
    const found = field.env
      .map((name) => environment[name])
      .find((value) => value !== undefined && value.trim() !== "");
    if (found !== undefined) values[field.name] = found;
  }
  return values;
};

/**
 * Joins sources, the nearest first, into one connection. Fields of a group come from one source whole.
 * Errors: `invalid_input` for an unknown field, a value outside its options, and half of a pair.
 */
export const resolveConnection = (
  spec: ConnectionSpec,
  sources: readonly ConnectionSource[],
): Result<ConnectionValues, ToolError> => {
  for (const source of sources) {
    const unknown = Object.keys(source.values).find((name) => !spec.fields.some((field) => field.name === name));
    if (unknown !== undefined) {
      const known = spec.fields.map((field) => field.name).join(", ");
      return err(invalidField(unknown, `is not a connection field (${source.name})`, `Known: ${known}.`));
    }
  }
  const given = sources.map((source) => presentValues(source.values));
  const sourceOfGroup = new Map<string, number>();
  for (const field of spec.fields) {
    const index = given.findIndex((values) => values.has(field.name));
    if (field.group === undefined || index < 0) continue;
    sourceOfGroup.set(field.group, Math.min(index, sourceOfGroup.get(field.group) ?? index));
  }

  const text: Record<string, string> = {};
  const secret: Record<string, Secret> = {};
  for (const field of spec.fields) {
    const group = field.group === undefined ? undefined : sourceOfGroup.get(field.group);
    const index = group ?? given.findIndex((values) => values.has(field.name));
    const value = given[index]?.get(field.name);
    if (value === undefined) continue;
    if (sendsAmbient(spec, field, given[sourceOfGroup.get(field.receives ?? "") ?? -1]) && !isTrusted(sources, index)) {
      return err(
        invalidField(
          field.name,
          `comes from the ${sources[index]?.name} without a credential, so that the host's own would be sent there`,
          "Give a credential in the same place, or set the field where the host is set up.",
        ),
      );
    }
    const receives = field.receives === undefined ? undefined : sourceOfGroup.get(field.receives);
    if (receives !== undefined && index < receives) {
      const [nearer, farther] = [sources[index]?.name, sources[receives]?.name];
      return err(
        invalidField(
          field.name,
          `comes from the ${nearer}, but the credential comes from the ${farther}`,
          "Give the credential in the same place, so that it is not sent where its owner did not mean it to go.",
        ),
      );
    }
    if (field.type === "secret") secret[field.name] = value instanceof Secret ? value : new Secret(value);
    else {
      const plain = (value instanceof Secret ? value.expose() : value).trim();
      if (field.options !== undefined && !field.options.includes(plain)) {
        return err(invalidField(field.name, `is not one of ${field.options.join(", ")}`));
      }
      text[field.name] = plain;
    }
  }
  return checkTogether(spec, { text, secret });
};

/** Whether a field says where credentials go that no source gives: those that the backend's SDK finds on the host. */
const sendsAmbient = (
  { fields }: ConnectionSpec,
  { receives }: ConnectionField,
  credential: ReadonlyMap<string, unknown> | undefined,
): boolean => {
  if (receives === undefined) return false;
  const ambient = fields.filter((field) => field.group === receives && field.ambient);
  return ambient.length > 0 && !ambient.some((field) => credential?.has(field.name));
};

const isTrusted = (sources: readonly ConnectionSource[], index: number): boolean =>
  index === sources.length - 1 || sources[index]?.directsAmbient === true;

const presentValues = (values: ConnectionInput): ReadonlyMap<string, string | Secret> => {
  let present = noValues;
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    if ((value instanceof Secret ? value.expose() : value).trim() === "") continue;
    if (present === noValues) present = new Map();
    present.set(name, value);
  }
  return present;
};

/** Most sources of most calls give nothing. */
const noValues = new Map<string, string | Secret>();

const checkTogether = (spec: ConnectionSpec, values: ConnectionValues): Result<ConnectionValues, ToolError> => {
  const has = (name: string): boolean => name in values.text || name in values.secret;
  for (const names of spec.together ?? []) {
    const missing = names.find((name) => !has(name));
    const present = names.find(has);
    if (missing === undefined || present === undefined) continue;
    const variables = spec.fields.find((field) => field.name === missing)?.env.join(" or ");
    return err(
      invalidField(
        missing,
        `is missing beside ${present}`,
        `Give both in the same place${variables ? ` (environment: ${variables})` : ""}.`,
      ),
    );
  }
  return ok(values);
};
