import { Secret } from "../secret.ts";
import { searchesFor } from "./encodings.ts";
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
  /** Changes whenever what is looked for changes. */
  version(): number;
}

const shortest = 6;
const longEnough = 12;
const capacity = 2000;
const searchesInExpression = 500;
/** Characters that one character may become: a unit of JSON in JSON, or bytes percent-encoded. */
const longestEscape = 12;

export const createRegistry = (): SecretRegistry => {
  const users = new Map<string, number>();
  let compiled: Compiled | undefined;
  let version = 0;

  const changed = (): void => {
    compiled = undefined;
    version++;
  };
  const add = (value: string): boolean => {
    if (value.length < shortest) return false;
    const oldest = users.keys().next().value;
    if (!users.has(value) && users.size >= capacity && oldest !== undefined) users.delete(oldest);
    users.set(value, (users.get(value) ?? 0) + 1);
    changed();
    return true;
  };
  const remove = (value: string): void => {
    const count = users.get(value);
    if (count === undefined) return;
    if (count > 1) users.set(value, count - 1);
    else users.delete(value);
    changed();
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
    scrub: (text) => (text.length < shortest ? text : replaceAll(text, ready().all)),
    scrubLong: (text) => replaceAll(text, ready().long),
    longest: () => ready().longest,
    version: () => version,
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

const compile = (secrets: readonly string[]): Compiled => ({
  all: expressions(secrets),
  long: expressions(secrets.filter((secret) => secret.length >= longEnough)),
  longest: secrets.reduce((length, secret) => Math.max(length, secret.length * longestEscape), 0),
});

/** Longer secrets first, so that one that begins with another is replaced whole. */
const expressions = (secrets: readonly string[]): readonly RegExp[] => {
  const sources = secrets.toSorted((a, b) => b.length - a.length).flatMap(searchesFor);
  const found: RegExp[] = [];
  for (let from = 0; from < sources.length; from += searchesInExpression) {
    found.push(new RegExp(sources.slice(from, from + searchesInExpression).join("|"), "g"));
  }
  return found;
};

const replaceAll = (text: string, searches: readonly RegExp[]): string =>
  searches.reduce((scrubbed, search) => scrubbed.replace(search, redacted), text);
