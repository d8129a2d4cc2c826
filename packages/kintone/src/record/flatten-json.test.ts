import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { kintoneFlattenJson } from "./flatten-json.ts";

const toolkit = createToolkit({ tools: [kintoneFlattenJson] });
const flatten = async (records_json: object, more: object = {}) =>
  (await toolkit.call("kintone_flatten_json", { records_json: records_json as unknown[], ...more }))._unsafeUnwrap();
const fails = async (records_json: object, more: object = {}) =>
  errorOf(await toolkit.run("kintone_flatten_json", { records_json, ...more }));

const record = (name: string, items: readonly [string, string][]) => ({
  $id: { type: "__ID__", value: name },
  名前: { type: "SINGLE_LINE_TEXT", value: `${name} 様` },
  Tags: { type: "CHECK_BOX", value: ["A", "B"] },
  Lines: {
    type: "SUBTABLE",
    value: items.map(([id, item]) => ({
      id,
      value: { Item: { type: "SINGLE_LINE_TEXT", value: item }, Price: { type: "NUMBER", value: "12" } },
    })),
  },
});
const two = [
  record("1", [["7", "pen"]]),
  record("2", [
    ["8", "ink"],
    ["9", "cap"],
  ]),
];

describe("kintone_flatten_json", () => {
  it("keeps the contract", async () => {
    const examples = [{ records_json: [{ Name: { type: "SINGLE_LINE_TEXT", value: "Sato" } }], fields: "Name" }];
    expect(await checkToolContract(kintoneFlattenJson, { examples })).toEqual([]);
  });

  it("needs no connection and calls nobody", async () => {
    const answer = (await toolkit.run("kintone_flatten_json", { records_json: two }))._unsafeUnwrap();
    expect(answer).toMatchObject({ status: "completed", content: [{ type: "text" }] });
    expect(toolkit.hidden).toEqual([]);
  });

  it("gives each field its bare value and tables plain rows", async () => {
    expect((await flatten(two)).records).toEqual([
      { $id: "1", 名前: "1 様", Tags: ["A", "B"], Lines: [{ id: "7", Item: "pen", Price: "12" }] },
      {
        $id: "2",
        名前: "2 様",
        Tags: ["A", "B"],
        Lines: [
          { id: "8", Item: "ink", Price: "12" },
          { id: "9", Item: "cap", Price: "12" },
        ],
      },
    ]);
  });

  it("keeps the fields that are named, and says which of them nothing has", async () => {
    const answer = await flatten(two, { fields: "名前, $id, Nmae" });
    expect(answer).toEqual({
      records: [
        { 名前: "1 様", $id: "1" },
        { 名前: "2 様", $id: "2" },
      ],
      skipped_items: 0,
      missing_fields: ["Nmae"],
    });
  });

  it("finds records in the answers of other tools and of Dify nodes", async () => {
    const wrapped = [{ json: [{ summary: { pages: 1 } }, { page: 1, records: [two[0]] }], text: "…" }, [two[1]]];
    const answer = await flatten(wrapped, { fields: "$id" });
    expect(answer).toMatchObject({ records: [{ $id: "1" }, { $id: "2" }], skipped_items: 1 });
    for (const key of ["records", "record", "data", "result", "results", "response", "payload"])
      expect((await flatten({ [key]: two[0] })).records).toHaveLength(1);
  });

  it("takes a record whose field codes are the words of wrappers for a record", async () => {
    expect((await flatten({ data: { value: "x" }, records: { value: "y" } })).records).toEqual([
      { data: "x", records: "y" },
    ]);
  });

  it("takes no records for no records, and refuses what holds none", async () => {
    expect((await flatten({ summary: {}, records: [] })).records).toEqual([]);
    expect((await flatten([])).records).toEqual([]);
    expect(await fails({ summary: {} })).toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("no"),
    });
    expect((await fails([{ Name: "flat already" }])).hint).toContain("kintone_query");
    expect((await fails({ records_json: "text" })).code).toBe("invalid_input");
  });
});

describe("kintone_flatten_json with subtable_field_code", () => {
  const rows = async (fields?: string) =>
    (await flatten(two, { subtable_field_code: "Lines", ...(fields === undefined ? {} : { fields }) })).records;

  it("gives the rows of all records", async () => {
    expect(await rows()).toEqual([
      { id: "7", Item: "pen", Price: "12" },
      { id: "8", Item: "ink", Price: "12" },
      { id: "9", Item: "cap", Price: "12" },
    ]);
  });

  it("lets `fields` filter the rows' columns, not only add parent fields", async () => {
    expect(await rows("Item")).toEqual([
      { id: "7", Item: "pen" },
      { id: "8", Item: "ink" },
      { id: "9", Item: "cap" },
    ]);
  });

  it("adds the record's own fields, with all columns when none is named", async () => {
    expect((await rows("$id"))[1]).toEqual({ id: "8", Item: "ink", Price: "12", $id: "2" });
    expect((await rows("Price,名前"))[0]).toEqual({ id: "7", Price: "12", 名前: "1 様" });
  });

  it("refuses a list of codes, a field that is no table and one that no record has", async () => {
    expect((await fails(two, { subtable_field_code: "Lines,Other" })).issues?.[0]?.path).toEqual([
      "subtable_field_code",
    ]);
    expect((await fails(two, { subtable_field_code: "Tags" })).message).toContain("Tags is no table (CHECK_BOX)");
    expect((await fails(two, { subtable_field_code: "Lnies" })).message).toContain("no record holds the field Lnies");
  });

  it("gives no rows for empty tables", async () => {
    expect((await flatten([record("1", [])], { subtable_field_code: "Lines" })).records).toEqual([]);
  });
});
