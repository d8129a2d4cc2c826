import { Secret } from "../secret.ts";
import { encodingsOf } from "./encodings.ts";
import { redacted } from "./keys.ts";

/** A registered secret. Dispose it when its session ends; a secret registered twice stays until both are disposed. */
export interface Registration {
  /** False when the value is too short to be looked for. */
  readonly accepted: boolean;
  dispose(): void;
}

/** The secrets that are looked for in all that is printed. */
export interface SecretRegistry {
  register(secret: string | Secret): Registration;
  registerPair(user: string, password: string | Secret): Registration;
  /** Replaces every registered secret in a text, in all its encodings. */
  scrub(text: string): string;
  /** The same for secrets long enough not to be met by chance in a user's data. */
  scrubLong(text: string): string;
  /** Characters of the longest form that is looked for. */
  longest(): number;
}

const shortest = 6;
const longEnough = 12;
const capacity = 2000;
const variantsInExpression = 1000;

export const createRegistry = (): SecretRegistry => {
  const users = new Map<string, number>();
  let compiled: Compiled | undefined;

  const add = (value: string): boolean => {
    if (value.length < shortest) return false;
    const oldest = users.keys().next().value;
    if (!users.has(value) && users.size >= capacity && oldest !== undefined) users.delete(oldest);
    users.set(value, (users.get(value) ?? 0) + 1);
    compiled = undefined;
    return true;
  };
  const remove = (value: string): void => {
    const count = users.get(value);
    if (count === undefined) return;
    if (count > 1) users.set(value, count - 1);
    else users.delete(value);
    compiled = undefined;
  };
  const registerAll = (values: readonly string[]): Registration => {
    let held = values.filter(add);
    return {
      accepted: held.length > 0,
      dispose: () => {
        held.forEach(remove);
        held = [];
      },
    };
  };
  const ready = (): Compiled => {
    compiled ??= compile([...users.keys()]);
    return compiled;
  };

  return {
    register: (secret) => registerAll(partsOf(exposed(secret))),
    registerPair: (user, password) => {
      const text = exposed(password);
      return registerAll([...partsOf(text), Buffer.from(`${user}:${text}`).toString("base64")]);
    },
    scrub: (text) => replaceAll(text, ready().all),
    scrubLong: (text) => replaceAll(text, ready().long),
    longest: () => ready().longest,
  };
};

interface Compiled {
  readonly all: readonly RegExp[];
  readonly long: readonly RegExp[];
  readonly longest: number;
}

const exposed = (secret: string | Secret): string => (secret instanceof Secret ? secret.expose() : secret);

/** The value, without white space around it, and each of several tokens joined by commas. */
const partsOf = (value: string): readonly string[] => [
  ...new Set([value, value.trim(), ...value.split(",").map((part) => part.trim())]),
];

const compile = (secrets: readonly string[]): Compiled => {
  const all = secrets.flatMap(encodingsOf);
  return {
    all: expressions(all),
    long: expressions(secrets.filter((secret) => secret.length >= longEnough).flatMap(encodingsOf)),
    longest: all.reduce((length, variant) => Math.max(length, variant.length), 0),
  };
};

/** The longest first, so that a secret that begins with another is replaced whole. */
const expressions = (variants: readonly string[]): readonly RegExp[] => {
  const sorted = [...new Set(variants)].sort((a, b) => b.length - a.length);
  const found: RegExp[] = [];
  for (let from = 0; from < sorted.length; from += variantsInExpression) {
    found.push(
      new RegExp(
        sorted
          .slice(from, from + variantsInExpression)
          .map(escapeExpression)
          .join("|"),
        "g",
      ),
    );
  }
  return found;
};

const escapeExpression = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

const replaceAll = (text: string, searches: readonly RegExp[]): string =>
  searches.reduce((scrubbed, search) => scrubbed.replace(search, redacted), text);
