import type { JsonValue } from "../json.ts";
import type { Secret } from "../secret.ts";
import type { RedactorLimits } from "./limits.ts";
import { scrubOutput } from "./output.ts";
import { scrubPatterns } from "./patterns.ts";
import { createRegistry, type Registration } from "./registry.ts";
import { walk } from "./walk.ts";

export type { RedactorLimits } from "./limits.ts";
export type { Registration } from "./registry.ts";

/** Takes secrets out of all that is printed. Shared by everything that belongs to one toolkit. */
export interface Redactor {
  /** Any value for logs, errors and spans, as a fresh JSON value. Never throws, never changes its input. */
  value(input: unknown): JsonValue;
  /** Text: registered secrets, then what looks like one; then it is cut to the limit. */
  text(input: string): string;
  /**
   * A tool's result, whose other content belongs to the user: only registered secrets of 12 characters or more go.
   * Texts under a name in `except` stay. Answers with the same object when there was nothing to take out.
   */
  output<T>(input: T, options?: { readonly except?: readonly string[] }): T;
  /** Looks for a secret from now on, in every encoding; a comma-joined list also part by part. Under 6 characters it is not accepted. */
  register(secret: string | Secret): Registration;
  /** The same for a user's password, also in the form that HTTP sends the pair in. */
  registerPair(user: string, password: string | Secret): Registration;
}

const defaults: RedactorLimits = {
  maxDepth: 12,
  maxItems: 100,
  maxNodes: 10_000,
  maxString: 4_096,
  maxScan: 1024 ** 2,
};
const unloggable = "[unloggable]";
const straddle = 4_096;
const longestKey = 256;
const keptKeys = 2_000;

/** Makes a redactor. `extraKeys` are further names whose values are secrets. */
export const createRedactor = (
  options: { readonly limits?: Partial<RedactorLimits>; readonly extraKeys?: readonly string[] } = {},
): Redactor => {
  const limits = { ...defaults, ...options.limits };
  const extraKeys = new Set(options.extraKeys?.map((key) => key.toLowerCase()));
  const registry = createRegistry();

  const scrub = (text: string): string => {
    let scrubbed = text;
    for (let pass = 0; pass < 4; pass++) {
      const next = scrubPatterns(registry.scrub(scrubbed));
      if (next === scrubbed) break;
      scrubbed = next;
    }
    return scrubbed;
  };

  const bounded = (text: string, maxString: number, maxScan: number): string => {
    if (text.length <= maxScan) return cut(scrub(text), maxString, scrub);
    const scanned = scrub(text.slice(0, maxScan));
    const safe = scanned.slice(0, Math.max(0, scanned.length - Math.max(straddle, registry.longest())));
    return cut(safe, Math.min(maxString, safe.length - 1), scrub);
  };

  const keys = new Map<string, string>();
  let keysVersion = -1;
  /** Names recur, so what became of them is kept while what is looked for stays the same. */
  const key = (name: string): string => {
    if (keysVersion !== registry.version() || keys.size >= keptKeys) {
      keys.clear();
      keysVersion = registry.version();
    }
    const kept = keys.get(name);
    if (kept !== undefined) return kept;
    const scrubbed = bounded(name, longestKey, longestKey * 16);
    if (name.length <= longestKey) keys.set(name, scrubbed);
    return scrubbed;
  };

  const guarded = <T>(work: () => T): T | typeof unloggable => {
    try {
      return work();
    } catch {
      return unloggable; // whatever went wrong, the raw value is not printed
    }
  };

  return {
    value: (input) => guarded(() => walk(input, { limits, extraKeys, key, text: bounded })),
    text: (input) => guarded(() => bounded(input, limits.maxString, limits.maxScan)),
    output: (input, { except = [] } = {}) => scrubOutput(input, except, registry.scrubLong),
    register: registry.register,
    registerPair: registry.registerPair,
  };
};

/** Cuts after scrubbing, never before; what the cut leaves is scrubbed again, so that doing it twice changes nothing. */
const cut = (text: string, maxString: number, scrub: (text: string) => string): string => {
  if (text.length <= maxString) return text;
  const room = 32;
  const kept = text.slice(0, Math.max(0, maxString - room));
  return scrub(`${kept} [${text.length - kept.length} more characters]`);
};
