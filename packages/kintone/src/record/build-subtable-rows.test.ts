import { createToolkit } from "@tsunagu/core";
import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneBuildSubtableRows } from "./build-subtable-rows.ts";
import { kintoneFlattenJson } from "./flatten-json.ts";
import { kintoneUpdateRecord } from "./update-record.ts";

const toolkit = createToolkit({ tools: [kintoneBuildSubtableRows, kintoneFlattenJson] });
const build = async (subtable_source: Record<string, unknown>[], more: object = {}) =>
  (await toolkit.call("kintone_build_subtable_rows", { subtable_source, ...more }))._unsafeUnwrap().value;
const fails = async (subtable_source: unknown, more: object = {}) =>
  errorOf(await toolkit.run("kintone_build_subtable_rows", { subtable_source, ...more }));

describe("kintone_build_subtable_rows", () => {
  it("keeps the contract", async () => {
    const examples = [{ subtable_source: [{ Item: "Pen" }] }];
    expect(await checkToolContract(kintoneBuildSubtableRows, { examples })).toEqual([]);
  });

  it("keeps the types of values: no list or boolean becomes text", async () => {
    const user = { code: "sato" };
    expect(await build([{ Tags: ["x"], Who: [user], Price: 12, Done: true, Memo: null, Name: "pen" }])).toEqual([
      {
        value: {
          Tags: { value: ["x"] },
          Who: { value: [user] },
          Price: { value: 12 },
          Done: { value: true },
          Memo: { value: "" },
          Name: { value: "pen" },
        },
      },
    ]);
  });

  it("takes row ids, so that an update need not replace all rows", async () => {
    expect(await build([{ id: "12", Item: "a" }, { id: 7 }, { id: "", Item: "b" }, { id: null }])).toEqual([
      { id: "12", value: { Item: { value: "a" } } },
      { id: "7", value: {} },
      { value: { Item: { value: "b" } } },
      { value: {} },
    ]);
  });

  it("leaves a column that is named id alone when row_id_key says so", async () => {
    expect(await build([{ id: "A-1", row: "3" }], { row_id_key: "row" })).toEqual([
      { id: "3", value: { id: { value: "A-1" } } },
    ]);
    expect(await fails([{ Item: "x" }, { id: "A-1" }])).toMatchObject({
      code: "invalid_input",
      issues: [{ path: ["subtable_source", 1, "id"], message: "is no row id" }],
      hint: expect.stringContaining("row_id_key"),
    });
  });

  it("passes rows that were read from kintone, without their types", async () => {
    const read = { id: "5", value: { Item: { type: "SINGLE_LINE_TEXT", value: "pen" } } };
    expect(await build([read, { value: { Item: { value: null } } }])).toEqual([
      { id: "5", value: { Item: { value: "pen" } } },
      { value: { Item: { value: "" } } },
    ]);
    expect(await build([{ value: "plain column" }])).toEqual([{ value: { value: { value: "plain column" } } }]);
  });

  it("refuses what is no list of rows", async () => {
    for (const wrong of ["[{'a': 1}]", [1], [["a"]], { Item: "x" }])
      expect((await fails(wrong)).code).toBe("invalid_input");
  });

  it("builds what kintone takes: rows read, changed and written keep their ids", async () => {
    await using server = await startTestKintone();
    const lines = [{ value: { Item: { value: "a" } } }, { value: { Item: { value: "b" } } }];
    const id = String(server.app(1).seed([{ Lines: { value: lines } }]));
    await using kintone = toolkitWith(server, [kintoneUpdateRecord]);
    const flat = { records_json: [server.app(1).record(id)], subtable_field_code: "Lines" };
    const [first] = (await toolkit.call("kintone_flatten_json", flat))._unsafeUnwrap().records;
    const value = await build([{ ...first, Price: 5 }, { Item: "new" }]);
    const input = { kintone_app_id: "1", record_id: id, record_data: { Lines: { value } } };
    expect((await kintone.call("kintone_update_record", input)).isOk()).toBe(true);
    expect(server.app(1).record(id)?.["Lines"]?.value).toMatchObject([
      { id: first?.["id"], value: { Item: { value: "a" }, Price: { value: "5" } } },
      { value: { Item: { value: "new" } } },
    ]);
  });
});
