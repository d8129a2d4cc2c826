import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddFormFields } from "./add-form-fields.ts";
import { kintoneGetFormFields } from "./get-form-fields.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneAddFormFields, kintoneGetFormFields]);
beforeEach(async () => {
  server = await startTestKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const input = { kintone_app_id: "1" };
const add = (properties: object, more: object = {}) =>
  toolkit.run("kintone_add_form_fields", { ...input, properties, ...more });
const prepared = async () =>
  (await toolkit.call("kintone_get_form_fields", { ...input, preview: true }))._unsafeUnwrap().properties;

describe("kintone_add_form_fields", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [{ ...input, properties: { Due: { type: "DATE", label: "Due date" } }, revision: "4" }];
    expect(await checkToolContract(kintoneAddFormFields, { examples })).toEqual([]);
  });

  it("prepares fields, with the key as code and label where none is given", async () => {
    const properties = {
      期限: { type: "DATE" },
      Level: { type: "DROP_DOWN", label: "Level", options: { A: { label: "A", index: "0" } } },
      Parts: { type: "SUBTABLE", label: "Parts", fields: { Part: { type: "SINGLE_LINE_TEXT" } } },
    };
    expect((await add(properties))._unsafeUnwrap()).toMatchObject({
      output: { app_id: "1", revision: "2" },
      content: [{ text: "Added fields in app 1 (settings revision 2). Not in use yet: call kintone_deploy_app." }],
    });
    expect(await prepared()).toMatchObject({
      期限: { code: "期限", label: "期限" },
      Level: { options: { A: { index: "0" } } },
      Parts: { fields: { Part: { code: "Part", label: "Part" } } },
    });
    expect(server.app(1).fields.byCode.has("期限")).toBe(false);
  });

  it("adds columns to a table that is there, and leaves its label", async () => {
    const properties = { Lines: { type: "SUBTABLE", fields: { Note: { type: "SINGLE_LINE_TEXT" } } } };
    expect((await add(properties)).isOk()).toBe(true);
    const { Lines } = await prepared();
    expect(Lines).toMatchObject({ label: "Lines", fields: { Item: {}, Price: {}, Note: {} } });
  });

  it("names the field that kintone does not take, and adds none", async () => {
    const taken = errorOf(await add({ Fresh: { type: "DATE" }, Code: { type: "DATE" } }));
    expect(taken).toMatchObject({
      code: "invalid_input",
      issues: [{ path: ["properties", "Code", "code"], message: expect.stringContaining("taken") }],
    });
    expect(await prepared()).not.toHaveProperty("Fresh");
    expect(errorOf(await add({ "1st": { type: "DATE" } })).code).toBe("invalid_input");
    expect(errorOf(await add({ Level: { type: "DROP_DOWN" } })).issues).toMatchObject([
      { path: ["properties", "Level", "options"] },
    ]);
  });

  it("refuses what is no set of fields before calling kintone", async () => {
    server.clearRequests();
    expect(errorOf(await add({})).message).toContain("at least one field");
    expect(errorOf(await add({ A: { label: "A" } })).issues).toMatchObject([{ path: ["properties", "A", "type"] }]);
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`F${index}`, { type: "DATE" }]));
    expect(errorOf(await add(many)).message).toContain("at most 500");
    expect(server.requests).toEqual([]);
  });

  it("tells a conflict of revisions in words of settings", async () => {
    await add({ First: { type: "DATE" } });
    expect(errorOf(await add({ Second: { type: "DATE" } }, { revision: "1" }))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("settings were changed"),
      origin: { code: "GAIA_CO02" },
      hint: expect.stringContaining("preview: true"),
    });
    expect((await add({ Second: { type: "DATE" } }, { revision: "2" })).isOk()).toBe(true);
    expect((await add({ Third: { type: "DATE" } }, { revision: "-1" })).isOk()).toBe(true);
  });
});
