import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Secret } from "../secret.ts";
import { createRedactor, type RedactorLimits } from "./index.ts";

const wide: Partial<RedactorLimits> = { maxString: 100_000, maxItems: 1000, maxDepth: 30 };
const alphabets = [
  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  "ABCdef012+/=",
  "a.*+?^$" + "{}()|[]\\/-",
  "a\"'<>&`; :=,",
  "aé日本語ß€ñ",
  "a😀🎌\u2028\u00a0",
];
const secretText = fc
  .constantFrom(...alphabets)
  .chain((alphabet) => fc.string({ unit: fc.constantFrom(...alphabet), minLength: 8, maxLength: 48 }))
  .filter((text) => text.trim() === text && new Set(text).size > 3);

/** How a secret comes to stand in a text: the encodings that are promised, computed apart from the code under test. */
const encoders: Readonly<Record<string, (secret: string) => string>> = {
  raw: (secret) => secret,
  percent: encodeURIComponent,
  form: (secret) => new URLSearchParams({ v: secret }).toString().slice(2),
  query: (secret) => new URL(`https://example.com/?v=${encodeURIComponent(secret)}`).search.slice(3),
  base64: (secret) => Buffer.from(secret).toString("base64"),
  base64url: (secret) => Buffer.from(secret).toString("base64url"),
  basic: (secret) => Buffer.from(`user:${secret}`).toString("base64"),
  basicLonger: (secret) => Buffer.from(`someone:${secret}`).toString("base64"),
  hex: (secret) => Buffer.from(secret).toString("hex"),
  json: (secret) => JSON.stringify({ v: secret }),
  jsonTwice: (secret) => JSON.stringify({ v: JSON.stringify({ w: secret }) }),
  xml: (secret) => secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  attribute: (secret) =>
    secret
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#39;"),
};
const encoding = fc.constantFrom(...Object.keys(encoders));
const around = fc.constantFrom("", " ", "x", "before ", "key=", '{"a":"', "(", "日本");

const textOf = (inner: unknown): string => (typeof inner === "string" ? inner : JSON.stringify(inner));

/** Ways to put a value somewhere in a tree. */
const wrappers: readonly ((inner: unknown) => unknown)[] = [
  (inner) => [1, inner, null],
  (inner) => ({ a: { b: inner } }),
  (inner) => new Map<unknown, unknown>([["k", inner]]),
  (inner) => new Set([inner]),
  (inner) => ({ [textOf(inner)]: 1 }),
  (inner) => new Error(textOf(inner), { cause: { inner } }),
  (inner) => new URLSearchParams({ q: textOf(inner) }),
  (inner) => [{ name: "plain", value: inner }],
  (inner) => ({
    get lazily() {
      return inner;
    },
  }),
  (inner) =>
    new (class Holder {
      held = inner;
    })(),
  (inner) => Object.assign(Object.create(null), { inner }),
  (inner) => JSON.stringify({ text: textOf(inner) }),
];
const wrapping = fc.array(fc.constantFrom(...wrappers), { maxLength: 4 });

/** Looks for the secret the other way round: by undoing encodings, and by each encoder's own text. */
const holdsSecret = (printed: string, secret: string): string | undefined => {
  const inside = (text: string | undefined): boolean => text !== undefined && text.length > 5 && printed.includes(text);
  const found = Object.keys(encoders).find((name) => inside(innerOf(encoders[name]?.(secret) ?? "")));
  if (found !== undefined) return found;
  const runs = printed.match(/[A-Za-z0-9+/_-]{8,}/g) ?? [];
  return runs.find((run) =>
    [0, 1, 2, 3].some((skip) => Buffer.from(run.slice(skip), "base64").toString().includes(secret)),
  );
};

const innerOf = (encoded: string): string => encoded.replace(/^\{.*?:\\?"(\{.*?:\\?")?|\\?"\}("\})?$/g, "");

describe("a registered secret", () => {
  test("is in no output, wherever it was and however it was encoded", () => {
    fc.assert(
      fc.property(secretText, encoding, around, around, wrapping, (secret, name, before, after, layers) => {
        const redactor = createRedactor({ limits: wide });
        redactor.register(secret);
        const text = `${before}${encoders[name]?.(secret)}${after}`;
        const tree = layers.reduce<unknown>((inner, wrap) => wrap(inner), text);
        const printed = JSON.stringify(redactor.value(tree));
        expect(JSON.parse(printed)).toEqual(redactor.value(tree));
        expect(holdsSecret(printed, secret)).toBeUndefined();
        expect(printed.includes(JSON.stringify(text).slice(1, -1))).toBe(false);
        expect(holdsSecret(redactor.text(text), secret)).toBeUndefined();
      }),
      { numRuns: 1500 },
    );
  });

  test("is found again when scrubbed twice: nothing changes", () => {
    fc.assert(
      fc.property(secretText, encoding, around, around, wrapping, (secret, name, before, after, layers) => {
        const redactor = createRedactor({ limits: { maxString: 60, maxItems: 5, maxDepth: 5, maxNodes: 20 } });
        redactor.register(secret);
        const tree = layers.reduce<unknown>(
          (inner, wrap) => wrap(inner),
          `${before}${encoders[name]?.(secret)}${after}`,
        );
        const once = redactor.value(tree);
        expect(redactor.value(once)).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });

  test("leaves any JSON value as valid JSON, and scrubbing that twice changes nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 3, max: 40 }), (value, size) => {
        const redactor = createRedactor({ limits: { maxString: 40, maxItems: size, maxDepth: 4, maxNodes: size * 2 } });
        const once = redactor.value(value);
        expect(JSON.parse(JSON.stringify(once))).toEqual(once);
        expect(redactor.value(once)).toEqual(once);
      }),
      { numRuns: 1500 },
    );
  });

  test("any text at all: scrubbing twice changes nothing", () => {
    const piece = fc.constantFrom(
      "token",
      "=",
      ":",
      '"',
      '\\"',
      "'",
      " ",
      "password",
      "Bearer ",
      "abcDEF123",
      "[redacted]",
      "://",
      "u:p@h",
      ",",
      "}",
      "\n",
      "Cookie: ",
      "eyJ",
      ".",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 20 }), (pieces) => {
        const redactor = createRedactor({ limits: { maxString: 64 } });
        const once = redactor.text(pieces.join(""));
        expect(redactor.text(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  test("of a comma-joined list is found part by part; a password also as HTTP sends it", () => {
    const redactor = createRedactor();
    redactor.register("firstTOKEN11,secondTOKEN22");
    redactor.registerPair("user", new Secret("pässwort-99"));
    const header = Buffer.from("user:pässwort-99").toString("base64");
    expect(redactor.text(`a firstTOKEN11 b secondTOKEN22 c ${header} d`)).toBe(
      "a [redacted] b [redacted] c [redacted] d",
    );
  });

  test("stays until every registration of it is disposed; a short one is not accepted", () => {
    const redactor = createRedactor();
    const [one, two] = [redactor.register("shared-secret"), redactor.register("shared-secret")];
    one.dispose();
    one.dispose();
    expect(redactor.text("shared-secret")).toBe("[redacted]");
    two.dispose();
    expect(redactor.text("shared-secret")).toBe("shared-secret");
    expect(redactor.register("short").accepted).toBe(false);
  });
});

describe("a tool's result", () => {
  const redactor = createRedactor();
  redactor.register("long-enough-secret");
  redactor.register("shorter");

  test("loses registered secrets and nothing else", () => {
    const input = {
      password: "the user's own",
      items: ["x", "a long-enough-secret b"],
      note: "shorter",
      token: "Bearer abcDEF123456",
    };
    expect(redactor.output(input)).toEqual({ ...input, items: ["x", "a [redacted] b"] });
  });

  test("without one is the same object, not a copy", () => {
    const input = { a: [1, { b: "text" }], bytes: Buffer.from("x"), when: new Date(0) };
    expect(redactor.output(input)).toBe(input);
  });

  test("may hand out what the caller asked for", () => {
    const input = { presigned_url: "https://x/?t=long-enough-secret", other: "long-enough-secret" };
    expect(redactor.output(input, { except: ["presigned_url"] })).toEqual({ ...input, other: "[redacted]" });
  });
});
