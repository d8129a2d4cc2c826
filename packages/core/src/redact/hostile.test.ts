import { describe, expect, test } from "vitest";
import { createRedactor } from "./index.ts";

const redactor = createRedactor();
redactor.register("the-secret-itself");

describe("hostile values", () => {
  test("getters that throw, once read each", () => {
    let reads = 0;
    const input = {
      get broken(): string {
        throw new Error("the-secret-itself");
      },
      get counted(): string {
        reads++;
        return "fine";
      },
    };
    expect(redactor.value(input)).toEqual({ broken: "[unreadable]", counted: "fine" });
    expect(reads).toBe(1);
  });

  test("a proxy whose traps throw", () => {
    const fail = (): never => {
      throw new Error("the-secret-itself");
    };
    const proxy = new Proxy(
      {},
      { ownKeys: fail, get: fail, getOwnPropertyDescriptor: fail, has: fail, getPrototypeOf: fail },
    );
    expect(JSON.stringify(redactor.value({ proxy }))).toMatch(/unreadable|unloggable/);
  });

  test("a proxy of endless keys is read within bounds", () => {
    let reads = 0;
    const keys = Array.from({ length: 50_000 }, (_, index) => `key${index}`);
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => keys,
        getOwnPropertyDescriptor: () => ({ value: "v", enumerable: true, configurable: true }),
        get: () => {
          reads++;
          return "value";
        },
      },
    );
    redactor.value(proxy);
    expect(reads).toBeLessThan(1000);
  });

  test("cycles, through maps and sets too", () => {
    const map = new Map<string, unknown>();
    map.set("self", map);
    const set = new Set<unknown>();
    set.add(set);
    expect(redactor.value([map, set])).toEqual([{ self: "[Circular]" }, ["[Circular]"]]);
  });

  test("a tree a million deep and a list a million wide", () => {
    let deep: unknown = "the-secret-itself";
    for (let level = 0; level < 1_000_000; level++) deep = { deep };
    expect(JSON.stringify(redactor.value(deep)).length).toBeLessThan(1000);
    let reads = 0;
    const wide = new Proxy(new Array(1_000_000).fill("x"), {
      get: (target, key, receiver) => {
        reads++;
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
    expect(JSON.stringify(redactor.value(wide))).toContain("more items");
    expect(reads).toBeLessThan(2000);
  });

  test("a huge map, and many references to one object", () => {
    const huge = new Map(Array.from({ length: 200_000 }, (_, index) => [index, index]));
    expect(Object.keys(redactor.value(huge) as object).length).toBeLessThanOrEqual(100);
    let shared: unknown = ["x"];
    for (let level = 0; level < 11; level++) shared = Array.from({ length: 50 }, () => shared);
    expect(JSON.stringify(redactor.value(shared)).length).toBeLessThan(1_000_000);
  });

  test("a text of 100 MB keeps no end of a secret that the cut went through", () => {
    const started = performance.now();
    const text = `${"x".repeat(1024 ** 2 - 8)}the-secret-itself${"y".repeat(100 * 1024 ** 2)}`;
    const shown = redactor.text(text);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(shown.length).toBeLessThanOrEqual(4096);
    const small = createRedactor({ limits: { maxString: 1_000, maxScan: 60 } });
    small.register("the-secret-itself");
    for (let cut = 40; cut < 60; cut++) {
      expect(small.text(`${"x".repeat(cut)}the-secret-itself${"y".repeat(500)}`)).not.toContain("the-sec");
    }
  });

  test("texts made to make expressions slow", () => {
    const started = performance.now();
    for (const unit of [
      "eyJ-",
      "://a",
      "a:",
      'token="',
      '\\"',
      "-----BEGIN PRIVATE KEY-----",
      "Bearer ",
      "AKIA",
      "password: ",
      "='",
      "a.a_a-",
    ]) {
      redactor.text(unit.repeat(Math.ceil(1024 ** 2 / unit.length)));
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("odd kinds of value", () => {
    const value = redactor.value({
      big: 12n,
      nan: Number.NaN,
      infinite: Number.POSITIVE_INFINITY,
      none: undefined,
      call: () => 1,
      symbol: Symbol("the-secret-itself"),
      bytes: Buffer.from("the-secret-itself"),
      buffer: new ArrayBuffer(8),
      date: new Date(0),
      invalid: new Date(Number.NaN),
      expression: /the-secret-itself/,
      boxed: Object("the-secret-itself"),
      weak: new WeakMap(),
      promise: Promise.resolve("the-secret-itself"),
    });
    expect(value).toEqual({
      big: "12",
      nan: "NaN",
      infinite: "Infinity",
      none: null,
      call: "[function]",
      symbol: "[symbol]",
      bytes: "[binary 17 bytes]",
      buffer: "[binary 8 bytes]",
      date: "1970-01-01T00:00:00.000Z",
      invalid: "[invalid date]",
      expression: "/[redacted]/",
      boxed: "[redacted]",
      weak: "[object]",
      promise: "[object]",
    });
  });

  test("a key named __proto__ pollutes nothing", () => {
    const shown = redactor.value(JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.keys(shown as object)).toEqual(["__proto__"]);
  });
});
