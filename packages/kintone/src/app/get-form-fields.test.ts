import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone, testToken } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddFormFields } from "./add-form-fields.ts";
import { kintoneGetFormFields } from "./get-form-fields.ts";

const referenceTable = {
  type: "REFERENCE_TABLE",
  label: "Tasks of this one",
  referenceTable: { relatedApp: { app: "1" }, condition: { field: "Code", relatedField: "Code" }, displayFields: [] },
};

describe("kintone_get_form_fields", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [{ kintone_app_id: "1" }, { kintone_app_id: "1", lang: "ja", preview: true }];
    expect(await checkToolContract(kintoneGetFormFields, { examples })).toEqual([]);
  });

  it("gives full definitions of every type, related records included", async () => {
    await using server = await startTestKintone();
    server.addApp({
      id: 2,
      name: "Related",
      fields: { Related: referenceTable, Group: { type: "GROUP" } },
      tokens: [{ token: "RelatedToken00", permissions: ["view"] }],
    });
    await using toolkit = toolkitWith(server, [kintoneGetFormFields], {
      kintone_api_token: `${testToken},RelatedToken00`,
    });
    const tasks = (await toolkit.call("kintone_get_form_fields", { kintone_app_id: "1", lang: "en" }))._unsafeUnwrap();
    expect(tasks).toMatchObject({
      app_id: "1",
      revision: "1",
      properties: {
        Rank: { type: "NUMBER", code: "Rank", maxValue: "1000", unit: "" },
        Lines: { type: "SUBTABLE", fields: { Price: { type: "NUMBER" } } },
      },
    });
    const related = (await toolkit.call("kintone_get_form_fields", { kintone_app_id: "2" }))._unsafeUnwrap();
    expect(related.properties).toMatchObject({ Related: referenceTable, Group: { type: "GROUP" } });
  });

  it("tells the settings being prepared from those in use", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, [kintoneGetFormFields, kintoneAddFormFields]);
    const input = { kintone_app_id: "1" };
    await toolkit.call("kintone_add_form_fields", { ...input, properties: { Due: { type: "DATE" } } });
    const read = async (preview: boolean) =>
      (await toolkit.call("kintone_get_form_fields", { ...input, preview }))._unsafeUnwrap();
    expect(await read(true)).toMatchObject({ revision: "2", properties: { Due: { label: "Due" } } });
    expect((await read(false)).properties).not.toHaveProperty("Due");
  });

  it("says which permission is missing", async () => {
    await using server = await startTestKintone();
    server.addApp({ id: 2, name: "Other", fields: {}, tokens: [{ token: "ViewOnlyToken0", permissions: ["view"] }] });
    await using toolkit = toolkitWith(server, [kintoneGetFormFields], { kintone_api_token: "ViewOnlyToken0" });
    const refused = errorOf(await toolkit.call("kintone_get_form_fields", { kintone_app_id: "2", preview: true }));
    expect(refused).toMatchObject({ code: "forbidden", hint: expect.stringContaining("manage the app") });
  });
});
