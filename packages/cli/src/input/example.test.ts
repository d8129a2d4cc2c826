import { expect, it } from "vitest";
import { exampleInput } from "./example.ts";

it("gives each required field a value of its kind", () => {
  const properties = {
    bucket: { type: "string" },
    limit: { type: "integer", minimum: 5 },
    mode: { enum: ["read", "write"] },
    keys: { type: "array", items: { type: "string" } },
    tag: { type: "object", properties: { name: { type: "string", examples: ["env"] }, value: {} }, required: ["name"] },
    either: { anyOf: [{ type: "boolean" }, { type: "string" }] },
    nullable: { type: ["string", "null"] },
    photo: { type: "object", "x-tsunagu-file": "file" },
    optional: { type: "string" },
  };
  const required = Object.keys(properties).filter((name) => name !== "optional");
  expect(exampleInput({ type: "object", properties, required })).toEqual({
    bucket: "<bucket>",
    limit: 5,
    mode: "read",
    keys: ["<keys>"],
    tag: { name: "env" },
    either: true,
    nullable: "<nullable>",
    photo: "<path of photo>",
  });
});
