import { AwsError } from "../errors.ts";

interface TextRule {
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
}

/** The members of one request, checked as they are read. */
export class SsmInput {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(body: Buffer) {
    const parsed = parseJson(body);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
      throw serializationError("the input is not an object");
    this.#members = { ...parsed };
  }

  text(name: string, rule: TextRule = {}): string | undefined {
    const value = this.#members[name] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw serializationError(`${name} is not a string`);
    return checkText(name, value, rule);
  }

  requiredText(name: string, rule: TextRule = {}): string {
    const value = this.text(name, rule);
    if (value === undefined) throw constraintError(name, undefined, "Member must not be null");
    return value;
  }

  flag(name: string): boolean {
    const value = this.#members[name] ?? false;
    if (typeof value !== "boolean") throw serializationError(`${name} is not a boolean`);
    return value;
  }

  integer(name: string, { fallback, min, max }: { fallback: number; min: number; max: number }): number {
    const value = this.#members[name] ?? fallback;
    if (typeof value !== "number" || !Number.isInteger(value))
      throw serializationError(`${name} is not a whole number`);
    if (value < min)
      throw constraintError(name, String(value), `Member must have value greater than or equal to ${min}`);
    if (value > max) throw constraintError(name, String(value), `Member must have value less than or equal to ${max}`);
    return value;
  }

  texts(name: string, { min, max }: { min: number; max: number }): string[] {
    const values = this.#list(name);
    if (values.length < min)
      throw constraintError(name, `[${values.join(", ")}]`, `Member must have length greater than or equal to ${min}`);
    if (values.length > max)
      throw constraintError(name, `[${values.join(", ")}]`, `Member must have length less than or equal to ${max}`);
    return values.map((value) => {
      if (typeof value !== "string") throw serializationError(`${name} holds something that is not a string`);
      return checkText(name, value, { min: 1, max: 2048 });
    });
  }

  /** A list of structures. */
  structures(name: string): SsmInput[] {
    return this.#list(name).map((value) => new SsmInput(Buffer.from(JSON.stringify(value))));
  }

  #list(name: string): readonly unknown[] {
    const value = this.#members[name] ?? [];
    if (!Array.isArray(value)) throw serializationError(`${name} is not a list`);
    return value;
  }
}

export const validationError = (message: string): AwsError => new AwsError(400, "ValidationException", message);

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw serializationError("the input is not JSON");
  }
};

const checkText = (name: string, value: string, { min, max, values }: TextRule): string => {
  if (min !== undefined && value.length < min) {
    throw constraintError(name, value, `Member must have length greater than or equal to ${min}`);
  }
  if (max !== undefined && value.length > max) {
    throw constraintError(name, value, `Member must have length less than or equal to ${max}`);
  }
  if (values !== undefined && !values.includes(value)) {
    throw constraintError(name, value, `Member must satisfy enum value set: [${values.join(", ")}]`);
  }
  return value;
};

/** A value of a parameter may be secret: it is never told. */
const constraintError = (name: string, value: string | undefined, constraint: string): AwsError => {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  const shown = value === undefined ? "null" : name === "Value" ? "'***'" : `'${value}'`;
  return validationError(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
};

const serializationError = (problem: string): AwsError => new AwsError(400, "SerializationException", problem);
