import { expect, test } from "vitest";
import * as z from "zod";
import { fileInput } from "../schemas.ts";
import { narrowSchema } from "./narrow.ts";
import { inputJsonSchema, outputJsonSchema } from "./project.ts";
import { constraintText, signature } from "./signature.ts";

const schema = z.strictObject({
  bucket: z.string().min(3).max(63).describe("Bucket."),
  count: z.int().min(1).max(10).default(5).describe("How many."),
  any_integer: z.int().optional(),
  file: fileInput.optional(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
  sort: z.enum(["asc", "desc"]).optional(),
  when: z.union([z.string(), z.int().min(0)]).optional(),
  "x-rate": z.string().optional(),
});

test.each(["draft-2020-12", "draft-07"] as const)(
  "an input schema in %s is plain JSON without notes or dialect",
  (dialect) => {
    const projected = inputJsonSchema(schema, { dialect });
    expect(projected.$schema).toBeUndefined();
    expect(Object.getOwnPropertyNames(projected)).not.toContain("~standard");
    expect(projected.required).toEqual(["bucket"]);
    expect(projected.additionalProperties).toBe(false);
    expect(JSON.stringify(projected)).not.toContain("x-tsunagu");
    expect(JSON.stringify(projected)).not.toContain("9007199254740991");
  },
);

test("a property whose name begins with x- is not a note", () => {
  expect(Object.keys(inputJsonSchema(schema).properties as object)).toContain("x-rate");
});

test("an output schema is open, and says which fields are always there", () => {
  const projected = outputJsonSchema(
    z.object({ count: z.int().min(0).default(1), inner: z.object({ a: z.string() }) }),
  );
  expect(projected).toEqual({
    type: "object",
    required: ["count", "inner"],
    properties: {
      count: { type: "integer", minimum: 0, default: 1 },
      inner: { type: "object", required: ["a"], properties: { a: { type: "string" } } },
    },
  });
});

test("the narrow form folds what it cannot say into descriptions", () => {
  const narrow = narrowSchema(inputJsonSchema(schema)) as { properties: Record<string, object> };
  expect(narrow.properties.count).toEqual({
    type: "integer",
    description: "How many. (at least 1; at most 10; default 5)",
  });
  expect(narrow.properties.sort).toEqual({ type: "string", description: '(one of "asc", "desc")' });
  expect(narrow.properties.when).toEqual({ type: "string", description: "Type: string | integer." });
  expect(narrow.properties.tags).toMatchObject({
    type: "array",
    items: { type: "object", required: ["key", "value"] },
  });
  const allowed = new Set(["type", "description", "properties", "required", "items"]);
  const keys = JSON.stringify(narrow, (key, value) => (key === "properties" ? Object.values(value) : value)).matchAll(
    /"(\w+)":/g,
  );
  expect([...keys].map((match) => match[1] ?? "").filter((key) => !allowed.has(key))).toEqual([]);
});

test("signatures and constraints read like text", () => {
  expect(signature(inputJsonSchema(schema))).toBe(
    '{ bucket: string; count?: integer; any_integer?: integer; file?: { uri: string; name?: string; media_type?: string }; tags?: Array<{ key: string; value: string }>; sort?: "asc" | "desc"; when?: string | integer; x-rate?: string }',
  );
  expect(constraintText({ type: "string", maxLength: 3, pattern: "^a" })).toBe("(at most 3 characters; matches ^a)");
  expect(constraintText({ type: "string" })).toBe("");
});
