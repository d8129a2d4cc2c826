import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, everything, startTestKintone, testToken, testToolkit } from "../testing/local-kintone.ts";

const ordersToken = "OrdersTokenOrdersTokenOrders";
const lookup = {
  relatedApp: { app: "1" },
  relatedKeyField: "Code",
  fieldMappings: [{ field: "ProductName", relatedField: "名前" }],
};

let server: LocalKintone;
let toolkit: ReturnType<typeof testToolkit>;
beforeAll(async () => {
  server = await startTestKintone();
  server.app(1).seed([{ Code: { value: "P-1" }, 名前: { value: "鉛筆" } }]);
  server.addApp({
    id: 8,
    name: "Orders",
    tokens: [{ token: ordersToken, permissions: everything }],
    fields: {
      Product: { type: "SINGLE_LINE_TEXT", lookup },
      ProductName: { type: "SINGLE_LINE_TEXT" },
      At: { type: "DATETIME" },
      Amount: { type: "NUMBER" },
      Docs: { type: "FILE" },
      Lines: { type: "SUBTABLE", fields: { Item: { type: "SINGLE_LINE_TEXT" }, Count: { type: "NUMBER" } } },
    },
  });
  toolkit = testToolkit(server, { kintone_api_token: `${ordersToken},${testToken}` });
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});

const input = { kintone_app_id: "8" };
type Data = Record<string, { value?: unknown }>;
const add = async (record_data: Data) =>
  (await toolkit.call("kintone_add_record", { ...input, record_data }))._unsafeUnwrap();
const read = async (record_id: string) =>
  (await toolkit.call("kintone_get_record", { ...input, record_id }))._unsafeUnwrap().record;

describe("values on their way to kintone and back", () => {
  it("a lookup is written by its key, which fills the copied fields", async () => {
    const { record_id } = await add({ Product: { value: "P-1" } });
    expect(await read(record_id)).toMatchObject({ Product: { value: "P-1" }, ProductName: { value: "鉛筆" } });
    const cleared = { ...input, record_id, record_data: { Product: { value: null } } };
    (await toolkit.call("kintone_update_record", cleared))._unsafeUnwrap();
    expect(await read(record_id)).toMatchObject({ Product: { value: "" }, ProductName: { value: "" } });
  });

  it("a lookup that finds nothing, and one without the other app's token, are errors that say so", async () => {
    const record_data = { Product: { value: "P-9" } };
    const missing = errorOf(await toolkit.call("kintone_add_record", { ...input, record_data }));
    expect(missing).toMatchObject({ code: "invalid_input", origin: { code: expect.stringMatching(/^GAIA_LO/) } });
    await using alone = testToolkit(server, { kintone_api_token: ordersToken });
    const product = { Product: { value: "P-1" } };
    const refused = errorOf(await alone.call("kintone_add_record", { ...input, record_data: product }));
    expect(refused.code).not.toBe("internal");
    expect(refused.origin?.operation).toBe("addRecord");
  });

  it.each([
    ["2026-01-31T09:30:00+09:00", "2026-01-31T00:30:00Z"],
    ["2026-01-31T00:30:00Z", "2026-01-31T00:30:00Z"],
    ["2025-12-31T20:00:00-03:30", "2025-12-31T23:30:00Z"],
  ])("the moment %s is read as %s, and found by either", async (written, shown) => {
    const { record_id } = await add({ At: { value: written } });
    expect(await read(record_id)).toMatchObject({ At: { value: shown } });
    for (const value of [written, shown]) {
      const conditions = [{ field: "At", operator: "=" as const, value }];
      const found = (await toolkit.call("kintone_get_records", { ...input, filter: { conditions } }))._unsafeUnwrap();
      expect(found.records.map((record) => record["$id"])).toContainEqual({ type: "__ID__", value: record_id });
    }
  });

  it.each([
    [12.5, "12.5"],
    ["12345678901234567890.123", "12345678901234567890.123"],
    ["-0.10", "-0.1"],
    [0, "0"],
    [null, ""],
  ])("the number %s stays exact, as the text %s", async (written, shown) => {
    const { record_id } = await add({ Amount: { value: written } });
    expect(await read(record_id)).toMatchObject({ Amount: { value: shown } });
  });

  it("rows of a table keep their ids, a new one gets its own, and one that is left out goes", async () => {
    const row = (Item: string, id?: string) => ({ ...(id && { id }), value: { Item: { value: Item } } });
    const { record_id } = await add({ Lines: { value: [row("a"), row("b"), row("c")] } });
    const rows = async () => {
      const lines = (await read(record_id))["Lines"] as { value: { id: string; value: { Item: { value: string } } }[] };
      return lines.value.map(({ id, value }) => [id, value.Item.value]);
    };
    const [[a = ""] = [], , [c = ""] = []] = await rows();
    const record_data = { Lines: { value: [row("c", c), row("changed", a), row("new")] } };
    (await toolkit.call("kintone_update_record", { ...input, record_id, record_data }))._unsafeUnwrap();
    const after = await rows();
    expect(after.slice(0, 2)).toEqual([
      [c, "c"],
      [a, "changed"],
    ]);
    expect(after[2]?.[1]).toBe("new");
    expect([a, c]).not.toContain(after[2]?.[0]);
  });

  it("a file keeps its Japanese name on the way up and down, and stays when another is appended", async () => {
    const name = "見積書（最終）２０２６年 1月.pdf";
    const upload = async (file: string, more: object = {}) => {
      const upload_file = [{ uri: "data:application/pdf;base64,JVBERg==", name: file }];
      return (await toolkit.call("kintone_upload_file", { upload_file, ...more }))._unsafeUnwrap();
    };
    const { uploaded_files } = await upload(name);
    const { record_id } = await add({ Docs: { value: uploaded_files } });
    const more = { attachment_mode: "append", kintone_app_id: "8" } as const;
    const records_mapping = { records: [{ attachment_field: "Docs", id: record_id }] };
    const { records } = await upload("追加.pdf", { ...more, records_mapping });
    const appended = { ...input, records_data: { records: records ?? [] } };
    (await toolkit.run("kintone_upsert_records", appended))._unsafeUnwrap();
    const docs = (await read(record_id))["Docs"] as { value: { name: string; fileKey: string }[] };
    expect(docs.value.map((file) => file.name)).toEqual([name, "追加.pdf"]);
    const file_key = docs.value[0]?.fileKey ?? "";
    const down = (await toolkit.call("kintone_download_file", { file_key }))._unsafeUnwrap();
    expect(down).toMatchObject({ file_name: name });
  });

  it("a record that was changed meanwhile is a conflict, and stays as it is", async () => {
    const { record_id, revision } = await add({ Amount: { value: 1 } });
    const change = (value: number) =>
      toolkit.call("kintone_update_record", { ...input, record_id, revision, record_data: { Amount: { value } } });
    expect((await change(2)).isOk()).toBe(true);
    expect(errorOf(await change(3))).toMatchObject({ code: "conflict", retryable: false });
    expect(await read(record_id)).toMatchObject({ Amount: { value: "2" } });
  });
});
