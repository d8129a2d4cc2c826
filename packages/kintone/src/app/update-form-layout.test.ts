import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetFormLayout } from "./get-form-layout.ts";
import { kintoneUpdateFormLayout } from "./update-form-layout.ts";

const tools = [kintoneUpdateFormLayout, kintoneGetFormLayout] as const;
const input = { kintone_app_id: "1" };
const label = { type: "LABEL", label: "<b>Details</b>", size: { width: 120 } };
const example = {
  ...input,
  layout: [
    {
      type: "ROW",
      fields: [{ type: "NUMBER", code: "Rank" }, label, { type: "SPACER", elementId: "here" }, { type: "HR" }],
    },
    { type: "SUBTABLE", code: "Lines", fields: [{ type: "NUMBER", code: "Price", size: { width: "200" } }] },
    { type: "GROUP", code: "Box", layout: [{ type: "ROW", fields: [] }] },
  ],
};

describe("kintone_update_form_layout", () => {
  it("keeps the contract of a tool", async () => {
    expect(await checkToolContract(kintoneUpdateFormLayout, { examples: [example] })).toEqual([]);
  });

  it("takes back what kintone_get_form_layout answered, changed", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const read = async () =>
      (await toolkit.call("kintone_get_form_layout", { ...input, preview: true }))._unsafeUnwrap();
    const { layout, revision } = await read();
    const changed = [{ type: "ROW", fields: [label] }, ...layout.toReversed()];
    const updated = await toolkit.run("kintone_update_form_layout", { ...input, layout: changed, revision });
    expect(updated._unsafeUnwrap()).toMatchObject({ output: { app_id: "1", revision: "2" } });
    expect((await read()).layout).toEqual(changed);
  });

  it("tells which fields the layout leaves out", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const refused = await toolkit.call("kintone_update_form_layout", {
      ...input,
      layout: [{ type: "ROW", fields: [{ type: "NUMBER", code: "Rank" }] }],
    });
    expect(errorOf(refused)).toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/Code,.*Lines/),
      hint: expect.stringContaining("kintone_get_form_layout"),
      origin: { code: "GAIA_FN11" },
    });
  });

  it("refuses a layout of wrong shape before calling kintone, naming the place", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const issue = async (...layout: object[]) =>
      errorOf(await toolkit.run("kintone_update_form_layout", { ...input, layout })).issues?.[0];
    expect(await issue({ type: "COLUMN", fields: [] })).toMatchObject({ path: ["layout", 0, "type"] });
    expect(await issue({ type: "ROW", fields: [{ type: "NUMBER" }] })).toMatchObject({
      path: ["layout", 0, "fields", 0, "code"],
      message: expect.stringContaining("missing"),
    });
    expect(await issue({ type: "ROW", fields: [{ type: "SUBTABLE", code: "Lines" }] })).toMatchObject({
      path: ["layout", 0, "fields", 0, "type"],
    });
    expect(
      await issue({ type: "GROUP", code: "Box", layout: [{ type: "SUBTABLE", code: "Lines", fields: [] }] }),
    ).toMatchObject({
      path: ["layout", 0, "layout", 0, "type"],
    });
    expect(server.requests).toEqual([]);
  });
});
