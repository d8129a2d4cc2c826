import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone, testToolkit } from "../testing/local-kintone.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof testToolkit>;
beforeAll(async () => {
  server = await startTestKintone();
  server.addApp({
    id: 2,
    name: "Inbox",
    fields: { A: { type: "SINGLE_LINE_TEXT" } },
    tokens: [{ token: "AddOnlyTokenAddOnlyToken", permissions: ["add"] }],
  });
  toolkit = testToolkit(server);
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => server.clearRequests());

const add = (record_data: Record<string, { value?: unknown }>, more: object = {}) =>
  toolkit.call("kintone_add_record", { kintone_app_id: "1", record_data, ...more });
const posts = () => server.requests.filter(({ method }) => method === "POST").length;

describe("kintone_add_record", () => {
  it("adds a record with Japanese codes and values, a table and an empty field", async () => {
    const record = {
      名前: { value: "佐藤 花子" },
      Memo: { value: null },
      Lines: { value: [{ value: { Item: { value: "鉛筆" }, Price: { value: 120 } } }] },
    };
    const output = (await add(record))._unsafeUnwrap();
    expect(output).toEqual({
      record_id: output.record_id,
      revision: "1",
      app_id: "1",
      field_count: 3,
      response: { id: output.record_id, revision: "1" },
    });
    expect(server.app(1).record(output.record_id)).toMatchObject({
      名前: { value: "佐藤 花子" },
      Memo: { value: "" },
      Lines: { value: [{ value: { Item: { value: "鉛筆" }, Price: { value: "120" } } }] },
    });
  });

  it("empties every kind of field by null, lists by an empty list", async () => {
    const options = { red: { label: "red", index: 0 } };
    const cells = { Marks: { type: "CHECK_BOX", options }, Note: { type: "SINGLE_LINE_TEXT" } };
    server.addApp({
      id: 31,
      name: "Lists",
      fields: {
        Tags: { type: "CHECK_BOX", options, defaultValue: ["red"] },
        Many: { type: "MULTI_SELECT", options, defaultValue: ["red"] },
        Who: { type: "USER_SELECT", defaultValue: [{ type: "FUNCTION", code: "LOGINUSER()" }] },
        Orgs: { type: "ORGANIZATION_SELECT" },
        Teams: { type: "GROUP_SELECT" },
        Docs: { type: "FILE" },
        Drop: { type: "DROP_DOWN", options, defaultValue: "red" },
        Rows: { type: "SUBTABLE", fields: cells },
        More: { type: "SUBTABLE", fields: cells },
      },
      tokens: [{ token: "ListTokenListTokenList", permissions: ["add", "view"] }],
    });
    await using lists = testToolkit(server, { kintone_api_token: "ListTokenListTokenList" });
    const empty = { value: null };
    const record_data = {
      ...{ Tags: empty, Many: empty, Who: empty, Orgs: empty, Teams: empty, Docs: empty, Drop: empty, More: empty },
      Rows: { value: [{ value: { Marks: empty, Note: empty } }] },
    };
    (await lists.call("kintone_add_record", { kintone_app_id: "31", record_data }))._unsafeUnwrap();
    const none = { value: [] };
    expect(server.app(31).records()[0]).toMatchObject({
      ...{ Tags: none, Many: none, Who: none, Orgs: none, Teams: none, Docs: none, Drop: empty, More: none },
      Rows: { value: [{ value: { Marks: none, Note: { value: "" } } }] },
    });
  });

  it("takes the record wrapped as record_data", async () => {
    const wrapped: object = { Memo: { value: "wrapped" } };
    const { record_id } = (await add({ record_data: wrapped }))._unsafeUnwrap();
    expect(server.app(1).record(record_id)).toMatchObject({ Memo: { value: "wrapped" } });
  });

  it("refuses unknown codes, which kintone would drop, and names near ones", async () => {
    const error = errorOf(
      await add({
        Mmeo: { value: "x" },
        お名前: { value: "y" },
        Lines: { value: [{ value: { Pirce: { value: 1 } } }] },
      }),
    );
    expect(error.code).toBe("invalid_input");
    expect(error.issues).toEqual([
      { path: ["record_data", "Mmeo"], message: "is no field code of this app; did you mean Memo?" },
      { path: ["record_data", "お名前"], message: "is no field code of this app; did you mean 名前?" },
      { path: ["record_data", "Lines", 0, "Pirce"], message: "is no field code of this app; did you mean Price?" },
    ]);
    expect(posts()).toBe(0);
  });

  it("refuses fields that cannot be written", async () => {
    const error = errorOf(await add({ Total: { value: 1 }, Record_number: { value: 1 }, $id: { value: 1 } }));
    expect(error.message).toContain("record_data.Total: cannot be written (CALC)");
    expect(error.issues).toHaveLength(3);
  });

  it("lets kintone decide when the check is off", async () => {
    expect((await add({ Memo: { value: "x" }, Unknown: { value: "dropped" } }, { check_fields: false })).isOk()).toBe(
      true,
    );
    expect(server.requests).toHaveLength(1);
  });

  it("reads the form once a minute", async () => {
    await using fresh = testToolkit(server);
    for (const value of ["a", "b", "c"])
      await fresh.call("kintone_add_record", { kintone_app_id: "1", record_data: { Memo: { value } } });
    expect(server.requests.filter(({ path }) => path.endsWith("fields.json"))).toHaveLength(1);
  });

  it("hands kintone's own words for a field on, with the field", async () => {
    const error = errorOf(await add({ Rank: { value: 100_000 } }));
    expect(error).toMatchObject({
      code: "invalid_input",
      origin: { code: "CB_VA01", operation: "addRecord", status: 400 },
    });
    expect(error.issues?.[0]?.path).toEqual(["record_data", "Rank"]);
    expect(error.origin?.requestId).toBeTruthy();
  });

  it("refuses an empty record, a bare value and Python text", async () => {
    expect(errorOf(await add({})).message).toContain("record_data: holds no field");
    expect(errorOf(await add({ Memo: {} }))).toMatchObject({
      message: "record_data.Memo: has no value key",
      hint: 'Write {"Memo": {"value": …}}.',
    });
    const python = await toolkit.run("kintone_add_record", {
      kintone_app_id: "1",
      record_data: "{'Memo': {'value': None}}",
    });
    expect(errorOf(python)).toMatchObject({ code: "invalid_input", issues: [{ path: ["record_data"] }] });
  });

  it("names the permission that is missing", async () => {
    server.addApp({
      id: 3,
      name: "Archive",
      fields: { A: { type: "NUMBER" } },
      tokens: [{ token: "ViewOnlyTokenViewOnly", permissions: ["view"] }],
    });
    await using viewer = testToolkit(server, { kintone_api_token: "ViewOnlyTokenViewOnly" });
    const error = errorOf(
      await viewer.call("kintone_add_record", { kintone_app_id: "3", record_data: { A: { value: 1 } } }),
    );
    expect(error).toMatchObject({ code: "forbidden", hint: expect.stringContaining("add records") });
  });

  it("never adds twice: a lost answer is not tried again", async () => {
    const before = server.app(1).recordCount;
    server.faults.next({ kind: "cut_after_commit" }, { method: "POST", path: "record.json" });
    expect(errorOf(await add({ Memo: { value: "once" } }))).toMatchObject({
      code: "unavailable",
      retryable: false,
      hint: expect.stringContaining("is not known"),
    });
    expect(server.app(1).recordCount).toBe(before + 1);
  });

  it("adds after kintone said that it was busy", async () => {
    server.faults.next({ kind: "too_many_requests" }, { method: "POST", path: "record.json" });
    server.faults.next({ kind: "database_locked" }, { method: "POST", path: "record.json" });
    expect((await add({ Memo: { value: "patient" } })).isOk()).toBe(true);
    expect(posts()).toBe(3);
  });

  it("says in a dry run what it would do, and does nothing", async () => {
    await using dry = testToolkit(server, undefined, { policy: { dryRun: true } });
    const answer = (
      await dry.run("kintone_add_record", { kintone_app_id: "1", record_data: { Memo: { value: "x" } } })
    )._unsafeUnwrap();
    expect(answer).toMatchObject({ status: "planned", plan: "Adds a record to kintone app 1 with the fields Memo." });
    expect(server.requests).toHaveLength(0);
  });
});
