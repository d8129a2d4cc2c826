import { expect, it } from "vitest";
import { typedForm } from "../testing/typed-form.ts";
import { recordTypes } from "./record-types.ts";

it("writes types and schemas of every kind of field", async () => {
  await expect(recordTypes(typedForm)).toMatchFileSnapshot("../testing/record-types.golden.txt");
});

it("writes the same whatever the order of the fields", () => {
  const reversed = Object.fromEntries(Object.entries(typedForm.properties).toReversed());
  expect(recordTypes({ ...typedForm, properties: reversed })).toBe(recordTypes(typedForm));
});

it("writes an app without fields", () => {
  expect(recordTypes({ appId: "3", properties: {} })).toContain("export type App3RecordInput = {};");
});
