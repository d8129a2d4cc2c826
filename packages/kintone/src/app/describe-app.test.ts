import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, everything, oauthToken, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDescribeApp } from "./describe-app.ts";

const tools = [kintoneDescribeApp] as const;
const appToken = "DescribeAppTokenDescribeApp";
let server: LocalKintone;
let toolkit: ReturnType<typeof toolkitWith<typeof tools>>;
beforeAll(async () => {
  server = await startTestKintone();
  const many = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`c${index}`, { label: "c", index }]));
  server.addApp({
    id: 5,
    name: "受注",
    description: "お客様の注文です。",
    code: "ORD",
    tokens: [{ token: appToken, permissions: everything }],
    fields: {
      Number: { type: "SINGLE_LINE_TEXT", label: "注文番号", unique: true, required: true, maxLength: 20 },
      Rank: {
        type: "DROP_DOWN",
        options: { B: { label: "B", index: 1 }, A: { label: "A", index: 0 } },
        defaultValue: "A",
      },
      Many: { type: "CHECK_BOX", options: many },
      Due: { type: "DATE", defaultNowValue: true },
      Customer: {
        type: "SINGLE_LINE_TEXT",
        lookup: {
          relatedApp: { app: "9" },
          relatedKeyField: "Name",
          fieldMappings: [{ field: "Phone", relatedField: "Tel" }],
        },
      },
      Phone: { type: "SINGLE_LINE_TEXT" },
      Total: { type: "CALC" },
      Lines: {
        type: "SUBTABLE",
        fields: { Item: { type: "SINGLE_LINE_TEXT", required: true }, Price: { type: "NUMBER", maxValue: 100 } },
      },
    },
    process: {
      enable: true,
      states: ["New", "Done"],
      actions: [{ name: "Finish", from: "New", to: "Done" }],
    },
  });
  toolkit = toolkitWith(server, tools, { kintone_api_token: appToken });
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => {
  server.faults.clear();
  server.clearRequests();
});

const input = { kintone_app_id: "5" };
const describeApp = async () => (await toolkit.call("kintone_describe_app", input))._unsafeUnwrap();

describe("kintone_describe_app", () => {
  it("keeps the contract", async () => {
    expect(await checkToolContract(kintoneDescribeApp, { examples: [input] })).toEqual([]);
  });

  it("says what has to be known before writing, by token and in three requests", async () => {
    const { fields, ...about } = await describeApp();
    expect(about).toEqual({
      app_id: "5",
      name: "受注",
      description: "お客様の注文です。",
      code: "ORD",
      revision: expect.any(String),
      fields_omitted: 0,
      process: { enabled: true, states: ["New", "Done"], actions: [{ name: "Finish", from: "New", to: "Done" }] },
      unreadable: [],
    });
    const byCode = Object.fromEntries(fields.map((field) => [field.code, field]));
    expect(byCode["Number"]).toEqual({
      code: "Number",
      type: "SINGLE_LINE_TEXT",
      label: "注文番号",
      required: true,
      unique: true,
      limits: { max_length: "20" },
    });
    expect(byCode["Rank"]).toEqual({ code: "Rank", type: "DROP_DOWN", options: ["A", "B"], default_value: "A" });
    expect(byCode["Due"]).toMatchObject({ default_value: "now" });
    expect(byCode["Customer"]).toMatchObject({ lookup: { app_id: "9", key_field: "Name", copies_to: ["Phone"] } });
    expect(byCode["Phone"]).toMatchObject({ filled_by: "Customer" });
    expect(byCode["Total"]).toEqual({ code: "Total", type: "CALC", writable: "never" });
    expect(byCode["Created_by"]).toMatchObject({ writable: "on_add" });
    expect(byCode["Lines"]?.fields).toEqual([
      { code: "Item", type: "SINGLE_LINE_TEXT", required: true },
      { code: "Price", type: "NUMBER", limits: { max_value: "100" } },
    ]);
    expect(server.requests).toHaveLength(3);
  });

  it("bounds the choices and puts what cannot be written last", async () => {
    const { fields } = await describeApp();
    const many = fields.find(({ code }) => code === "Many");
    expect([many?.options?.length, many?.options_omitted]).toEqual([100, 30]);
    const readOnly = fields.map(({ writable }) => writable !== undefined);
    expect(readOnly).toEqual(readOnly.toSorted());
  });

  it("is short text for models", async () => {
    const answer = (await toolkit.run("kintone_describe_app", input))._unsafeUnwrap();
    const [part] = answer.status === "completed" ? answer.content : [];
    const text = part?.type === "text" ? part.text : "";
    expect(text.split("\n").slice(0, 5)).toEqual([
      "kintone app 5: 受注",
      "お客様の注文です。",
      "Fields, by code:",
      "- Number (注文番号): SINGLE_LINE_TEXT, required, unique, max_length 20",
      '- Rank: DROP_DOWN, one of "A", "B", default "A"',
    ]);
    expect(text).toContain("- Lines: SUBTABLE\n  - Item: SINGLE_LINE_TEXT, required");
    expect(text).toContain('Statuses: New, Done\n- action "Finish": New → Done');
  });

  it("leaves out what the credential may not read, with the reason", async () => {
    const forbidden = { kind: "error", status: 403, code: "CB_NO02", message: "no" } as const;
    server.faults.next(forbidden, { path: "app/status.json" });
    server.faults.next(forbidden, { path: "app.json" });
    const { name, process, unreadable, fields } = await describeApp();
    expect({ name, process }).toEqual({ name: null, process: null });
    expect(unreadable.map(({ part }) => part)).toEqual(["app", "process"]);
    expect(fields.length).toBeGreaterThan(5);
  });

  it("fails when the form cannot be read, and when kintone is out of order", async () => {
    const missing = await toolkit.call("kintone_describe_app", { kintone_app_id: "77" });
    expect(errorOf(missing)).toMatchObject({ code: "not_found", origin: { code: "GAIA_AP01" } });
    server.faults.next({ kind: "unavailable_page" }, { path: "app/status.json", times: 10 });
    expect(errorOf(await toolkit.call("kintone_describe_app", input)).code).toBe("unavailable");
  });

  it("describes an app without a process, by OAuth too", async () => {
    await using oauth = toolkitWith(server, tools, { kintone_oauth_token: oauthToken });
    const answer = (await oauth.call("kintone_describe_app", { kintone_app_id: "1" }))._unsafeUnwrap();
    expect(answer).toMatchObject({ name: "Tasks", code: null, process: { enabled: false, states: [], actions: [] } });
  });
});
