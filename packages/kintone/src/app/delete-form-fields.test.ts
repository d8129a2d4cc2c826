import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDeleteFormFields } from "./delete-form-fields.ts";
import { kintoneDeployApp } from "./deploy-app.ts";

const tools = [kintoneDeleteFormFields, kintoneDeployApp] as const;
const input = { kintone_app_id: "1" };

describe("kintone_delete_form_fields", () => {
  it("keeps the contract of a tool, and says in its plan that values are lost", async () => {
    const example = { ...input, fields: ["Memo", "Price"] };
    expect(await checkToolContract(kintoneDeleteFormFields, { examples: [example] })).toEqual([]);
    expect(kintoneDeleteFormFields.effect.kind).toBe("destroy");
    expect(kintoneDeleteFormFields.plan?.({ ...example })).toContain("deletes their values");
  });

  it("deletes fields and columns of tables; deployed, their values are gone", async () => {
    await using server = await startTestKintone({ deployMs: 0 });
    server.app(1).seed([{ Memo: { value: "m" }, Lines: { value: [{ value: { Item: { value: "pen" } } }] } }]);
    await using toolkit = toolkitWith(server, tools);
    const deleted = await toolkit.call("kintone_delete_form_fields", { ...input, fields: ["Memo", "Price"] });
    expect(deleted._unsafeUnwrap()).toEqual({ app_id: "1", revision: "2" });
    expect(server.app(1).record(1)).toMatchObject({ Memo: { value: "m" } });
    (await toolkit.call("kintone_deploy_app", { apps: [input], wait: true }))._unsafeUnwrap();
    const record = server.app(1).record(1);
    expect(record).not.toHaveProperty("Memo");
    expect(record?.["Lines"]).toEqual({
      type: "SUBTABLE",
      value: [{ id: "1", value: { Item: { type: "SINGLE_LINE_TEXT", value: "pen" } } }],
    });
  });

  it("deletes none when one is unknown, and none on another revision", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const remove = async (fields: string[], revision = "1") =>
      toolkit.call("kintone_delete_form_fields", { ...input, fields, revision });
    expect(errorOf(await remove(["Memo", "Nope"]))).toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("Nope"),
      origin: { code: "GAIA_FC01" },
    });
    expect(errorOf(await remove(["Memo"], "7"))).toMatchObject({ code: "conflict" });
    expect(server.app(1).settings.preview.fields.byCode.has("Memo")).toBe(true);
  });

  it("takes from 1 to 100 fields, and is refused by a read-only toolkit", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools, undefined, { policy: { readOnly: true } });
    expect(toolkit.tools.map(({ name }) => name)).not.toContain("kintone_delete_form_fields");
    await using open = toolkitWith(server, tools);
    for (const fields of [[], Array.from({ length: 101 }, (_, index) => `F${index}`)]) {
      expect(errorOf(await open.call("kintone_delete_form_fields", { ...input, fields })).code).toBe("invalid_input");
    }
  });
});
