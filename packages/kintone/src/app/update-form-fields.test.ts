import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDeployApp } from "./deploy-app.ts";
import { kintoneGetFormFields } from "./get-form-fields.ts";
import { kintoneUpdateFormFields } from "./update-form-fields.ts";

const tools = [kintoneUpdateFormFields, kintoneGetFormFields, kintoneDeployApp] as const;
const input = { kintone_app_id: "1" };

describe("kintone_update_form_fields", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [{ ...input, properties: { Memo: { type: "SINGLE_LINE_TEXT", label: "Note" } } }];
    expect(await checkToolContract(kintoneUpdateFormFields, { examples })).toEqual([]);
  });

  it("takes back what kintone_get_form_fields answered", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const { properties } = (await toolkit.call("kintone_get_form_fields", { ...input, preview: true }))._unsafeUnwrap();
    const again = await toolkit.call("kintone_update_form_fields", { ...input, properties, revision: "1" });
    expect(again._unsafeUnwrap()).toEqual({ app_id: "1", revision: "2" });
  });

  it("renames a field and a column; once deployed, records hold their values under the new codes", async () => {
    await using server = await startTestKintone({ deployMs: 0 });
    server.app(1).seed([{ Memo: { value: "kept" }, Lines: { value: [{ value: { Item: { value: "pen" } } }] } }]);
    await using toolkit = toolkitWith(server, tools);
    const properties = {
      Memo: { type: "SINGLE_LINE_TEXT", code: "Note", label: "Note" },
      Lines: { type: "SUBTABLE", fields: { Item: { type: "SINGLE_LINE_TEXT", code: "Thing" } } },
    };
    await toolkit.call("kintone_update_form_fields", { ...input, properties });
    expect(server.app(1).record(1)).toHaveProperty("Memo");
    (await toolkit.call("kintone_deploy_app", { apps: [input], wait: true }))._unsafeUnwrap();
    expect(server.app(1).record(1)).toMatchObject({
      Note: { value: "kept" },
      Lines: { value: [{ value: { Thing: { value: "pen" } } }] },
    });
    expect(server.app(1).record(1)).not.toHaveProperty("Memo");
  });

  it("names what kintone refuses: an unknown field, another type, a code that is taken", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const update = async (properties: Record<string, { type: string; code?: string }>) =>
      errorOf(await toolkit.call("kintone_update_form_fields", { ...input, properties }));
    expect(await update({ Nope: { type: "NUMBER" } })).toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("Nope"),
      origin: { code: "GAIA_FC01" },
    });
    expect((await update({ Memo: { type: "NUMBER" } })).issues).toMatchObject([
      { path: ["properties", "Memo", "type"] },
    ]);
    expect((await update({ Memo: { type: "SINGLE_LINE_TEXT", code: "Rank" } })).message).toContain("taken");
  });
});
