import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fileInput } from "../schemas.ts";
import { coerceInput } from "./coerce.ts";

const schema = z.strictObject({
  count: z.int().min(1).optional(),
  ratio: z.number().optional(),
  flag: z.boolean().default(false),
  id: z.string().regex(/^\d+$/),
  note: z.string().max(10).optional(),
  code: z.string().min(1).optional(),
  choice: z.enum(["", "a"]).default(""),
  data: z.record(z.string(), z.json()).optional(),
  list: z.array(z.string()).optional(),
  rows: z.array(z.object({ n: z.int() })).optional(),
  either: z.union([z.string(), z.array(z.string())]).optional(),
  key: z.union([z.string().min(1), z.int()]).optional(),
  nullable: z.string().nullable().optional(),
  file: fileInput.optional(),
  files: z.array(fileInput).optional(),
});
const read = (raw: object) => coerceInput(schema, { id: "1", ...raw });

describe("coerceInput reads what was meant", () => {
  test.each([
    [{ count: "5" }, { count: 5 }],
    [{ count: " 5 " }, { count: 5 }],
    [{ ratio: "-1.5e3" }, { ratio: -1500 }],
    [{ flag: "true" }, { flag: true }],
    [{ flag: "No" }, { flag: false }],
    [{ flag: 1 }, { flag: true }],
    [{ id: 42 }, { id: "42" }],
    [{ count: null }, {}],
    [{ count: "" }, {}],
    [{ code: "" }, {}],
    [{ note: "" }, { note: "" }],
    [{ choice: "" }, { choice: "" }],
    [{ data: '{"a": [1]}' }, { data: { a: [1] } }],
    [{ data: "{'a': [True, None]}" }, { data: { a: [true, null] } }],
    [{ data: "{a: 1}" }, { data: "{a: 1}" }],
    [{ list: '["a","b"]' }, { list: ["a", "b"] }],
    [{ list: "alone" }, { list: ["alone"] }],
    [{ list: ["a", null, ""] }, { list: ["a"] }],
    [{ rows: '[{"n": "3"}]' }, { rows: [{ n: 3 }] }],
    [{ either: '["a"]' }, { either: '["a"]' }],
    [{ either: "" }, { either: "" }],
    [{ key: "" }, {}],
    [{ nullable: null }, { nullable: null }],
    [{ file: "https://example.com/a" }, { file: { uri: "https://example.com/a" } }],
    [{ file: [{ uri: "u" }] }, { file: { uri: "u" } }],
    [{ files: { uri: "u" } }, { files: [{ uri: "u" }] }],
    [{ files: ["u", "v"] }, { files: [{ uri: "u" }, { uri: "v" }] }],
  ])("%j is %j", (raw, expected) => {
    expect(read(raw)).toEqual({ id: "1", ...expected });
  });

  test.each([[{ count: "five" }], [{ count: "0x10" }], [{ data: "{broken" }], [{ flag: "maybe" }], [{ unknown: "x" }]])(
    "%j is left for validation to name",
    (raw) => {
      expect(read(raw)).toEqual({ id: "1", ...raw });
      expect(schema.safeParse(read(raw)).success).toBe(false);
    },
  );

  test("a key named __proto__ harms nobody", () => {
    const result = coerceInput(schema, JSON.parse('{"id":"1","data":{"__proto__":{"polluted":true}}}'));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(result).toMatchObject({ id: "1" });
  });
});
