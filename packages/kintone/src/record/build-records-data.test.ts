import { coerceInput, createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneBuildRecordsData } from "./build-records-data.ts";
import { kintoneUpsertRecords } from "./upsert-records.ts";

const toolkit = createToolkit({ tools: [kintoneBuildRecordsData] });
const build = async (records_source: Record<string, unknown>[], more: object = {}) =>
  (await toolkit.call("kintone_build_records_data", { records_source, ...more }))._unsafeUnwrap();
const fails = async (records_source: unknown, more: object = {}) =>
  errorOf(await toolkit.run("kintone_build_records_data", { records_source, ...more }));

describe("kintone_build_records_data", () => {
  it("keeps the contract", async () => {
    const examples = [{ records_source: [{ Code: "A-1" }], updateKey: "Code" }];
    expect(await checkToolContract(kintoneBuildRecordsData, { examples })).toEqual([]);
  });

  it("wraps values and names each record by its key, without the blanks around it", async () => {
    const source = [
      { Code: " A-1 ", 名前: "佐藤", Tags: ["x"], Memo: null },
      { Code: 42, Who: [{ code: "sato" }] },
    ];
    const records = [
      {
        updateKey: { field: "Code", value: "A-1" },
        record: { Code: { value: "A-1" }, 名前: { value: "佐藤" }, Tags: { value: ["x"] }, Memo: { value: "" } },
      },
      {
        updateKey: { field: "Code", value: "42" },
        record: { Code: { value: "42" }, Who: { value: [{ code: "sato" }] } },
      },
    ];
    expect(await build(source, { updateKey: "Code" })).toEqual({
      records_data: JSON.stringify({ records }),
      records,
      record_count: 2,
      chunks: null,
    });
  });

  it("drops the key field from the record on request", async () => {
    const answer = await build([{ Code: "A-1", Memo: "x" }], { updateKey: "Code", drop_key_field: true });
    expect(answer.records[0]?.record).toEqual({ Memo: { value: "x" } });
  });

  it("builds records without a key, for inserts", async () => {
    expect((await build([{ Memo: "x" }])).records).toEqual([{ record: { Memo: { value: "x" } } }]);
  });

  it("splits records into hundreds on request", async () => {
    const source = Array.from({ length: 250 }, (_, index) => ({ Code: `T-${index}` }));
    const { chunks, records } = await build(source, { updateKey: "Code", chunk_size: 100 });
    expect(chunks?.map((chunk) => chunk.records.length)).toEqual([100, 100, 50]);
    expect(chunks?.flatMap((chunk) => chunk.records)).toEqual(records);
  });

  it("does not wrap twice", async () => {
    const { records } = await build([{ Memo: { type: "SINGLE_LINE_TEXT", value: "x" } }]);
    expect(records[0]?.record).toEqual({ Memo: { value: "x" } });
  });

  it.each([
    [{ Memo: "no key" }, "is missing or blank"],
    [{ Code: " " }, "is missing or blank"],
    [{ Code: null }, "is missing or blank"],
    [{ Code: ["a"] }, "is neither text nor number"],
    [{ Code: "x".repeat(65) }, "has a value of more than 64 characters"],
  ])("names the record whose key is wrong: %j", async (wrong, message) => {
    expect(await fails([{ Code: "A-1" }, wrong], { updateKey: "Code" })).toMatchObject({
      code: "invalid_input",
      issues: [{ path: ["records_source", 1, "Code"], message }],
    });
  });

  it("refuses nothing, and what is no list of objects", async () => {
    for (const wrong of [[], [1], "x", { Code: "A-1" }]) expect((await fails(wrong)).code).toBe("invalid_input");
  });

  it("builds what kintone_upsert_records takes, with and without the key field", async () => {
    await using server = await startTestKintone({ recordCount: 1 });
    await using kintone = toolkitWith(server, [kintoneUpsertRecords]);
    const source = [
      { Code: "T-1", Memo: "changed" },
      { Code: "new", Memo: "added" },
    ];
    for (const drop_key_field of [false, true]) {
      const { records, records_data } = await build(source, { updateKey: "Code", drop_key_field });
      const written = await kintone.call("kintone_upsert_records", { kintone_app_id: "1", records_data: { records } });
      expect(written.isOk()).toBe(true);
      const asText = coerceInput(kintoneUpsertRecords.input, { kintone_app_id: "1", records_data });
      expect((await kintone.run("kintone_upsert_records", asText)).isOk()).toBe(true);
    }
    expect(
      server
        .app(1)
        .records()
        .map(({ Code, Memo }) => [Code?.value, Memo?.value]),
    ).toEqual([
      ["T-1", "changed"],
      ["new", "added"],
    ]);
  });
});
