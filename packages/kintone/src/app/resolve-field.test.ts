import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneResolveField } from "./resolve-field.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneResolveField], passwordOf());
beforeAll(async () => {
  server = await startTestKintone();
  const item = { type: "SINGLE_LINE_TEXT", label: "品名" };
  server.addApp({
    id: 2,
    name: "Orders",
    fields: {
      customer: { type: "SINGLE_LINE_TEXT", label: "顧客名" },
      顧客名: { type: "SINGLE_LINE_TEXT", label: "旧 顧客名" },
      item,
      Lines: {
        type: "SUBTABLE",
        label: "明細",
        fields: { line_item: item, price: { type: "NUMBER", label: "Price" } },
      },
    },
  });
  toolkit = connect();
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});

const find = (field: string) => toolkit.call("kintone_resolve_field", { kintone_app_id: "2", field });

describe("kintone_resolve_field", () => {
  it("finds a field by code, which counts before labels, and by label, also in a table", async () => {
    expect((await find("customer"))._unsafeUnwrap()).toMatchObject({ code: "customer", label: "顧客名", table: null });
    expect((await find("顧客名"))._unsafeUnwrap()).toMatchObject({ code: "顧客名" });
    expect((await find(" ＰＲＩＣＥ "))._unsafeUnwrap()).toEqual({
      code: "price",
      type: "NUMBER",
      label: "Price",
      table: "Lines",
    });
    expect((await find("明細"))._unsafeUnwrap()).toMatchObject({ code: "Lines", type: "SUBTABLE" });
  });

  it("lists the fields that a label may mean", async () => {
    expect(errorOf(await find("品名"))).toMatchObject({
      code: "invalid_input",
      details: {
        reason: "ambiguous",
        candidates: [
          { value: "item", label: "品名 (SINGLE_LINE_TEXT)" },
          { value: "line_item", label: "品名 (SINGLE_LINE_TEXT in table Lines)" },
        ],
      },
    });
  });

  it("names what is near a label that nothing has", async () => {
    const error = errorOf(await find("Prise"));
    expect(error).toMatchObject({ code: "not_found", details: { candidates: [{ value: "price" }] } });
    expect(error.hint).toContain("price: Price (NUMBER in table Lines)");
  });

  it("keeps the contract of a tool", async () => {
    const examples = [{ kintone_app_id: "2", field: "品名" }];
    expect(await checkToolContract(kintoneResolveField, { examples })).toEqual([]);
  });
});
