import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddFormFields } from "./add-form-fields.ts";
import { kintoneGetFormLayout } from "./get-form-layout.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_form_layout keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneGetFormLayout, { examples: [input, { ...input, preview: true }] })).toEqual([]);
});

it("kintone_get_form_layout gives rows, tables and sizes, in use or being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetFormLayout, kintoneAddFormFields]);
  await toolkit.call("kintone_add_form_fields", { ...input, properties: { Box: { type: "GROUP" } } });
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_form_layout", { ...input, preview }))._unsafeUnwrap();
  const live = await read(false);
  expect(live).toMatchObject({ app_id: "1", revision: "1" });
  expect(live.layout[0]).toEqual({
    type: "ROW",
    fields: [{ type: "SINGLE_LINE_TEXT", code: "Code", size: { width: "193" } }],
  });
  expect(live.layout.at(-1)).toMatchObject({
    type: "SUBTABLE",
    code: "Lines",
    fields: [{ code: "Item" }, { code: "Price" }],
  });
  expect((await read(true)).layout.at(-1)).toEqual({ type: "GROUP", code: "Box", layout: [] });
});
