import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, everything, oauthToken, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddRecord } from "./add-record.ts";
import { kintoneValidateRecordData } from "./validate-record-data.ts";

const options = (...labels: string[]) => Object.fromEntries(labels.map((label, index) => [label, { label, index }]));
const fields = {
  Title: { type: "SINGLE_LINE_TEXT", label: "件名", required: true, minLength: 2, maxLength: 5 },
  Code: { type: "SINGLE_LINE_TEXT", unique: true },
  Body: { type: "MULTI_LINE_TEXT" },
  Amount: { type: "NUMBER", minValue: "-10.5", maxValue: "1000" },
  Big: { type: "NUMBER" },
  Due: { type: "DATE" },
  At: { type: "TIME" },
  When: { type: "DATETIME" },
  State: { type: "DROP_DOWN", options: options("Open", "Done"), required: true, defaultValue: "Open" },
  Kind: { type: "RADIO_BUTTON", options: options("A", "B"), defaultValue: "A" },
  Tags: { type: "CHECK_BOX", options: options("red", "blue") },
  Many: { type: "MULTI_SELECT", options: options("x", "y") },
  Who: { type: "USER_SELECT" },
  Group: { type: "GROUP_SELECT" },
  Site: { type: "LINK", protocol: "WEB" },
  Mail: { type: "LINK", protocol: "MAIL" },
  Docs: { type: "FILE" },
  Total: { type: "CALC" },
  Lines: {
    type: "SUBTABLE",
    fields: {
      Item: { type: "SINGLE_LINE_TEXT", required: true },
      Price: { type: "NUMBER", maxValue: "100" },
      Color: { type: "DROP_DOWN", options: options("red", "blue") },
    },
  },
  Customer: {
    type: "SINGLE_LINE_TEXT",
    lookup: {
      relatedApp: { app: "9" },
      relatedKeyField: "Name",
      fieldMappings: [{ field: "Phone", relatedField: "Tel" }],
    },
  },
  Phone: { type: "SINGLE_LINE_TEXT", required: true },
} as const;

const tools = [kintoneValidateRecordData, kintoneAddRecord] as const;
const customersToken = "CustomersTokenCustomersToken";
const appToken = "ValidateAppTokenValidateApp";
let server: LocalKintone;
let toolkit: ReturnType<typeof toolkitWith<typeof tools>>;
beforeAll(async () => {
  server = await startTestKintone();
  server.addApp({
    id: 9,
    name: "Customers",
    fields: { Name: { type: "SINGLE_LINE_TEXT", unique: true }, Tel: { type: "SINGLE_LINE_TEXT" } },
    tokens: [{ token: customersToken, permissions: everything }],
    records: [{ Name: { value: "Sato" }, Tel: { value: "03" } }],
  });
  server.addApp({ id: 5, name: "Orders", fields, tokens: [{ token: appToken, permissions: everything }] });
  toolkit = toolkitWith(server, tools, { kintone_api_token: `${appToken},${customersToken}` });
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});
beforeEach(() => server.clearRequests());

const base = { Title: { value: "abc" }, Customer: { value: "Sato" } };
const check = async (record_data: Record<string, unknown>, more: object = {}) =>
  (await toolkit.call("kintone_validate_record_data", { kintone_app_id: "5", record_data, ...more }))._unsafeUnwrap();
/** The errors of a record that is otherwise good, as `path: code`. */
const problems = async (record: Record<string, unknown>, more: object = {}) =>
  (await check({ ...base, ...record }, more)).errors.map(({ path, code }) => `${path.slice(1).join(".")}: ${code}`);

describe("kintone_validate_record_data", () => {
  it("keeps the contract", async () => {
    const examples = [{ kintone_app_id: "5", record_data: base }];
    expect(await checkToolContract(kintoneValidateRecordData, { examples })).toEqual([]);
  });

  it("reaches kintone (no scheme is put before another), and writes nothing", async () => {
    const answer = await check(base);
    expect(answer).toEqual({
      valid: true,
      error_count: 0,
      errors: [],
      notes: [expect.objectContaining({ field: "Customer", code: "lookup_not_checked" })],
      record: base,
      validated_record_object: base,
      validated_record_data: JSON.stringify(base),
    });
    await check({ Title: { value: 1 } });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array.from({ length: 2 }, () => "GET /k/v1/app/form/fields.json"),
    );
    expect(server.app(5).recordCount).toBe(0);
  });

  it("takes what kintone takes", async () => {
    const record = {
      Title: { value: "件名です" },
      Customer: { value: "Sato" },
      Amount: { value: "-10.5" },
      Big: { value: "1.5e3" },
      Due: { value: "2028-02-29" },
      At: { value: "09:30" },
      When: { value: "2026-01-31T09:30:00+09:00" },
      Tags: { value: ["red", "blue"] },
      Many: { value: [] },
      Who: { value: [{ code: "sato" }] },
      Site: { value: "https://example.com/" },
      Mail: { value: "a@example.com" },
      Lines: { value: [{ value: { Item: { value: "pen" }, Price: { value: 12 } } }] },
    };
    expect((await check(record)).errors).toEqual([]);
    const added = await toolkit.call("kintone_add_record", { kintone_app_id: "5", record_data: record });
    expect(server.app(5).record(added._unsafeUnwrap().record_id)).toMatchObject({ Phone: { value: "03" } });
  });

  it("takes a record wrapped as record_data", async () => {
    expect(await check({ record_data: base })).toMatchObject({ valid: true, record: base });
  });

  it("names an unknown code instead of skipping it, and near ones", async () => {
    expect((await check({ ...base, Titel: { value: "x" } })).errors).toEqual([
      {
        path: ["record_data", "Titel"],
        field: "Titel",
        code: "unknown_field",
        message: expect.stringContaining("did you mean Title"),
      },
    ]);
  });

  it("asks for required fields without a default on add, not on update", async () => {
    expect(await problems({ Title: undefined, Phone: undefined })).toEqual([
      "Title: wrong_shape",
      "Phone: wrong_shape",
    ]);
    const { errors } = await check({ Code: { value: "x" } });
    expect(errors.map(({ field, code }) => [field, code])).toEqual([
      ["Title", "required"],
      ["Phone", "required"],
    ]);
    expect(errors[0]?.message).toContain("件名");
    expect((await check({ Code: { value: "x" } }, { operation: "update" })).valid).toBe(true);
    expect((await check({ Title: { value: null } }, { operation: "update" })).errors[0]?.code).toBe("required");
  });

  it("knows that a lookup alone fills what it copies", async () => {
    const byHand = { Title: { value: "abc" }, Phone: { value: "03" } };
    const { errors } = await check(byHand);
    expect(errors).toEqual([
      {
        path: ["record_data", "Phone"],
        field: "Phone",
        code: "required",
        message: "is required, and only the lookup Customer fills it",
      },
    ]);
    const added = await toolkit.call("kintone_add_record", { kintone_app_id: "5", record_data: byHand });
    expect(errorOf(added)).toMatchObject({ code: "invalid_input", issues: [{ path: ["record_data", "Phone"] }] });
    expect(await check({ ...byHand, Customer: { value: "Sato" } })).toMatchObject({
      valid: true,
      notes: [{ code: "filled_by_lookup" }, { code: "lookup_not_checked" }],
    });
    expect((await check({ ...base, Customer: { value: "" } })).errors[0]).toMatchObject({ field: "Phone" });
  });

  it("knows the choices", async () => {
    expect(
      await problems({
        State: { value: "open" },
        Kind: { value: ["A"] },
        Tags: { value: ["red", "green"] },
        Many: { value: "x" },
      }),
    ).toEqual(["State: not_a_choice", "Kind: wrong_shape", "Tags.1: not_a_choice", "Many: wrong_shape"]);
    expect((await check({ ...base, State: { value: "constructor" } })).errors[0]?.message).toContain("Open, Done");
  });

  it.each([
    ["nan", "not_a_number"],
    ["1_000", "not_a_number"],
    ["1,000", "not_a_number"],
    ["１２", "not_a_number"],
    ["12円", "not_a_number"],
    [true, "wrong_shape"],
    ["1000.0001", "out_of_range"],
    ["-10.51", "out_of_range"],
    ["1e2000", "not_a_number"],
  ])("refuses the number %s", async (value, code) => {
    expect(await problems({ Amount: { value } })).toEqual([`Amount: ${code}`]);
  });

  it("counts digits, and finds numbers that JSON has spoilt", async () => {
    expect(await problems({ Big: { value: "1".repeat(31) } })).toEqual(["Big: too_many_digits"]);
    expect(await problems({ Big: { value: 2 ** 53 } })).toEqual(["Big: too_many_digits"]);
    expect(await problems({ Big: { value: "12345678901234567890" } })).toEqual([]);
    expect((await check({ ...base, Big: { value: "0.123456" } })).notes.map(({ code }) => code)).toContain("rounded");
  });

  it.each([
    ["Due", "2026-02-29", "not_a_date"],
    ["Due", "2026-01-31T00:00:00Z", "not_a_date"],
    ["Due", 20260131, "wrong_shape"],
    ["At", "24:00", "not_a_time"],
    ["At", "9時", "not_a_time"],
    ["When", "2026-01-31T09:30:00", "not_a_datetime"],
    ["When", "2026-13-31T09:30:00Z", "not_a_datetime"],
    ["When", "2026-01-31T09:30:00+99:00", "not_a_datetime"],
    ["When", "2026-01-31 09:30", "not_a_datetime"],
  ])("refuses %s %s", async (field, value, code) => {
    expect(await problems({ [field]: { value } })).toEqual([`${field}: ${code}`]);
  });

  it.each(["2026-01-31T09:30:00Z", "2026-01-31T09:30Z", "2026-01-31T09:30:00+0900", "2026-01-31T09:30:00-05:30"])(
    "takes the offsets that kintone takes, not Z alone: %s",
    async (value) => {
      expect(await problems({ When: { value } })).toEqual([]);
    },
  );

  it("counts characters", async () => {
    expect(await problems({ Title: { value: "abcdef" } })).toEqual(["Title: too_long"]);
    expect(await problems({ Title: { value: "a" } })).toEqual(["Title: too_short"]);
    expect(await problems({ Title: { value: "😀😀😀😀😀" } })).toEqual([]);
    expect(await problems({ Body: { value: ["a"] } })).toEqual(["Body: wrong_shape"]);
  });

  it("asks of users a code, not a type", async () => {
    expect(await problems({ Who: { value: [{ code: "sato" }] } })).toEqual([]);
    expect(await problems({ Who: { value: ["sato"] }, Group: { value: { code: "g" } } })).toEqual([
      "Who.0: wrong_shape",
      "Group: wrong_shape",
    ]);
  });

  it("looks at links and at attachments", async () => {
    expect(
      await problems({
        Site: { value: "example.com" },
        Mail: { value: "no one" },
        Docs: { value: [{ name: "a.txt" }] },
      }),
    ).toEqual(["Site: not_a_link", "Mail: not_a_link", "Docs.0: wrong_shape"]);
    expect(await problems({ Docs: { value: [{ fileKey: "key" }] } })).toEqual([]);
  });

  it("checks tables cell by cell", async () => {
    const rows = [
      { value: { Item: { value: "pen" }, Price: { value: 101 }, Color: { value: "green" } } },
      { value: { Price: { value: "x" } } },
      { Item: { value: "bare" } },
      { id: "abc", value: { Item: { value: "pen" } } },
      { value: { Item: { value: "pen" }, Nope: { value: 1 } } },
    ];
    expect(await problems({ Lines: { value: rows } })).toEqual([
      "Lines.0.Price: out_of_range",
      "Lines.0.Color: not_a_choice",
      "Lines.1.Price: not_a_number",
      "Lines.1.Item: required",
      "Lines.2: wrong_shape",
      "Lines.3: wrong_shape",
      "Lines.4.Nope: unknown_field",
    ]);
    expect(await problems({ Lines: { value: "" } })).toEqual(["Lines: wrong_shape"]);
    const kept = { Lines: { value: [{ id: "7", value: {} }, { value: {} }] } };
    expect((await check(kept, { operation: "update" })).errors.map(({ path }) => path.join("."))).toEqual([
      "record_data.Lines.1.Item",
    ]);
  });

  it("refuses fields that cannot be written", async () => {
    const record = { $id: { value: 1 }, Total: { value: 1 }, Record_number: { value: 1 } };
    expect(await problems(record)).toEqual(["$id: read_only", "Total: read_only", "Record_number: read_only"]);
    const times = { Created_datetime: { value: "2026-01-31T09:30:00Z" }, Created_by: { value: { code: "sato" } } };
    expect(await problems(times)).toEqual([]);
    expect((await check(times, { operation: "update" })).errors.map(({ code }) => code)).toEqual([
      "read_only",
      "read_only",
    ]);
  });

  it("says that duplicates are not checked", async () => {
    expect(
      (await check({ ...base, Code: { value: "A-1" } })).notes.map(({ field, code }) => [field, code]),
    ).toContainEqual(["Code", "unique_not_checked"]);
  });

  it("names bare values and an empty record", async () => {
    expect(await problems({ Code: "x" })).toEqual(["Code: wrong_shape"]);
    expect((await check({})).errors).toEqual([
      { path: ["record_data"], field: null, code: "empty_record", message: expect.stringContaining("holds no field") },
    ]);
  });

  it("bounds what it says about a hopeless record", async () => {
    const rows = Array.from({ length: 300 }, () => ({ value: { Item: { value: true } } }));
    const answer = await check({ ...base, Lines: { value: rows } });
    expect(answer).toMatchObject({ valid: false, error_count: 300, record: null, validated_record_data: null });
    expect(answer.errors).toHaveLength(200);
  });

  it("fails as an error, not as an invalid record, when the form cannot be read", async () => {
    const input = { kintone_app_id: "77", record_data: base };
    expect(errorOf(await toolkit.call("kintone_validate_record_data", input))).toMatchObject({
      code: "not_found",
      origin: { code: "GAIA_AP01" },
    });
    const python = { kintone_app_id: "5", record_data: "{'A': None}" };
    expect(errorOf(await toolkit.run("kintone_validate_record_data", python)).code).toBe("invalid_input");
  });

  it("works with OAuth", async () => {
    await using oauth = toolkitWith(server, tools, { kintone_oauth_token: oauthToken });
    const input = { kintone_app_id: "5", record_data: base };
    expect((await oauth.call("kintone_validate_record_data", input))._unsafeUnwrap().valid).toBe(true);
  });
});
