import { types } from "node:util";
import type { JsonValue } from "../json.ts";
import { Secret } from "../secret.ts";
import { isSecretKey, redacted } from "./keys.ts";
import type { RedactorLimits } from "./limits.ts";

export interface WalkOptions {
  readonly limits: RedactorLimits;
  readonly extraKeys: ReadonlySet<string>;
  /** Scrubs a name. */
  key(name: string): string;
  /** Scrubs a text and cuts it to a number of characters; looks at no more than another number of them. */
  text(input: string, maxString: number, maxScan: number): string;
}

const more = "[more]";
const unreadable = "[unreadable]";

interface State {
  readonly options: WalkOptions;
  readonly ancestors: Set<object>;
  nodes: number;
  scanned: number;
}

/** Any value as JSON without secrets: keys, then registered values, then patterns, then cuts. May throw; guard it. */
export const walk = (input: unknown, options: WalkOptions): JsonValue =>
  visit(input, { options, ancestors: new Set(), nodes: 0, scanned: 0 });

const visit = (input: unknown, state: State): JsonValue => {
  state.nodes++;
  switch (typeof input) {
    case "string":
      return text(input, state);
    case "number":
      return Number.isFinite(input) ? input || 0 : String(input);
    case "boolean":
      return input;
    case "bigint":
      return text(String(input), state);
    case "function":
      return "[function]";
    case "symbol":
      return "[symbol]";
    default:
      return input === null || input === undefined ? null : visitObject(input, state);
  }
};

const text = (input: string, state: State): string => {
  const left = state.options.limits.maxScan - state.scanned;
  if (left <= 0) return more;
  state.scanned += Math.min(input.length, left);
  return state.options.text(input, state.options.limits.maxString, left);
};

const visitObject = (input: object, state: State): JsonValue => {
  if (input instanceof Secret) return "[secret]";
  if (state.ancestors.has(input)) return "[Circular]";
  if (state.ancestors.size >= state.options.limits.maxDepth) return Array.isArray(input) ? "[array]" : "[object]";
  state.ancestors.add(input);
  try {
    return readObject(input, state);
  } catch {
    return unreadable; // a getter, a trap or an iterator threw
  } finally {
    state.ancestors.delete(input);
  }
};

const readObject = (input: object, state: State): JsonValue => {
  if (ArrayBuffer.isView(input) || types.isAnyArrayBuffer(input)) return `[binary ${input.byteLength} bytes]`;
  if (types.isDate(input)) return Number.isNaN(input.getTime()) ? "[invalid date]" : input.toISOString();
  if (types.isRegExp(input) || input instanceof URL) return text(String(input), state);
  if (types.isBoxedPrimitive(input)) return visit(input.valueOf(), state);
  if (Array.isArray(input)) return list(input.length, (index) => input[index] as unknown, state);
  if (types.isSet(input)) return fromIterable(input.values(), input.size, state);
  if (types.isMap(input)) return fromEntries(input.entries(), state);
  if (input instanceof Headers || input instanceof URLSearchParams) return fromEntries(input.entries(), state);
  if (types.isNativeError(input)) return fromEntries(errorEntries(input), state);
  if (types.isPromise(input) || types.isWeakMap(input) || types.isWeakSet(input)) return "[object]";
  return fromEntries(ownEntries(input), state);
};

/** Of an error only what is known to be harmless to know; never what a client hung on it. */
function* errorEntries(error: Error): Generator<[string, unknown]> {
  const own = error as Error & Record<"code" | "status" | "requestId" | "$metadata", unknown>;
  yield ["name", own.name];
  yield ["message", own.message];
  for (const key of ["code", "status", "requestId"] as const) if (own[key] !== undefined) yield [key, own[key]];
  const metadata = own.$metadata as { requestId?: unknown; httpStatusCode?: unknown } | undefined;
  if (metadata?.requestId !== undefined) yield ["requestId", metadata.requestId];
  if (metadata?.httpStatusCode !== undefined) yield ["status", metadata.httpStatusCode];
  if (own.cause !== undefined) yield ["cause", own.cause];
}

function* ownEntries(input: object): Generator<[string, unknown]> {
  const pair = pairIn(input);
  for (const key in input) {
    if (!Object.hasOwn(input, key)) continue;
    yield [key, pair?.valueKey === key ? redacted : read(input, key)];
  }
}

const read = (input: object, key: string): unknown => {
  try {
    return (input as Record<string, unknown>)[key];
  } catch {
    return unreadable; // a getter threw
  }
};

/** `{name: "Authorization", value: "…"}` and the like: the name is in one member, the secret in another. */
const pairIn = (input: object): { readonly valueKey: string } | undefined => {
  for (const [nameKey, valueKey] of pairKeys) {
    const descriptor = Object.getOwnPropertyDescriptor(input, nameKey);
    if (typeof descriptor?.value === "string" && isSecretKey(descriptor.value) && Object.hasOwn(input, valueKey))
      return { valueKey };
  }
  return undefined;
};

const pairKeys = [
  ["name", "value"],
  ["Name", "Value"],
  ["key", "value"],
  ["Key", "Value"],
] as const;

const list = (length: number, item: (index: number) => unknown, state: State): JsonValue => {
  const { maxItems, maxNodes } = state.options.limits;
  const shown = length > maxItems ? maxItems - 1 : length;
  const items: JsonValue[] = [];
  for (let index = 0; index < shown; index++) {
    if (state.nodes >= maxNodes) return [...items, more];
    const before = items.at(-1);
    const value = item(index);
    const header = typeof before === "string" && typeof value === "string" && isHeaderName(before);
    items.push(header ? redacted : visit(value, state));
  }
  if (shown < length) {
    items.push(state.nodes++ >= maxNodes ? more : `[${length - shown} more items]`);
  }
  return items;
};

/** Raw headers come as one flat list of names and values. */
const isHeaderName = (name: string): boolean =>
  /^(x-|authorization$|proxy-authorization$|cookie$|set-cookie$)/i.test(name) && isSecretKey(name);

const fromIterable = (values: Iterable<unknown>, size: number, state: State): JsonValue => {
  const iterator = values[Symbol.iterator]();
  return list(size, () => iterator.next().value as unknown, state);
};

const fromEntries = (entries: Iterable<[unknown, unknown]>, state: State): JsonValue => {
  const { limits, extraKeys } = state.options;
  const result: Record<string, JsonValue> = {};
  let count = 0;
  for (const [rawKey, value] of entries) {
    if (count++ >= limits.maxItems - 1 || state.nodes >= limits.maxNodes) {
      define(result, more, more);
      break;
    }
    const name = typeof rawKey === "string" ? rawKey : typeof rawKey === "object" ? "[object]" : String(rawKey);
    const secret = isSecretKey(name) || extraKeys.has(name.toLowerCase());
    define(result, state.options.key(name), secret && holdsSomething(value) ? hidden(value) : visit(value, state));
  }
  return result;
};

const holdsSomething = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== "" && typeof value !== "boolean";

const hidden = (value: unknown): string =>
  value instanceof Secret ? "[secret]" : value === "[secret]" ? "[secret]" : redacted;

const define = (target: Record<string, JsonValue>, key: string, value: JsonValue): void => {
  if (key !== "__proto__") target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};
