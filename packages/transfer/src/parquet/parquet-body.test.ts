import { readAll, ToolFailure } from "@tsunagu/core";
import type { FormField, KintoneRecord } from "@tsunagu/kintone";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { parquetColumn } from "./columns.ts";
import { parquetBody } from "./parquet-body.ts";

const written = async (fields: readonly FormField[], ...pages: readonly (readonly KintoneRecord[])[]) => {
  const made = async function* () {
    yield* pages;
  };
  const bytes = await readAll(parquetBody(made(), fields.map(parquetColumn)));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};
const only = async (field: FormField, ...values: readonly unknown[]) => {
  const file = await written(
    [field],
    values.map((value) => ({ [field.code]: { value } })),
  );
  return (await parquetReadObjects({ file })).map((row) => Object.values(row)[0]);
};

/** The reader gives undefined for a list or group that there is none of. */
describe("values", () => {
  it.each([
    ["SINGLE_LINE_TEXT", ["", "a\n\u0000🍣", null], ["", "a\n\u0000🍣", null]],
    ["NUMBER", ["", "-0.00000000000000000000000000001", "1E+30"], [null, "-0.00000000000000000000000000001", "1E+30"]],
    ["CALC", ["", "12:30"], [null, "12:30"]],
    ["DATE", ["1600-02-29", "9999-12-31", null, ""], [new Date("1600-02-29"), new Date("9999-12-31"), null, null]],
    ["DATETIME", ["1969-12-31T23:59:00Z", ""], [new Date("1969-12-31T23:59:00Z"), null]],
    ["CHECK_BOX", [["a", "b"], [], null], [["a", "b"], [], undefined]],
    ["USER_SELECT", [[{ code: "sato", name: "佐藤" }], []], [[{ code: "sato", name: "佐藤" }], []]],
    ["CREATOR", [{ code: "sato", name: "佐藤" }, null], [{ code: "sato", name: "佐藤" }, undefined]],
    ["SOMETHING_NEW", [{ deep: [1] }], ['{"deep":[1]}']],
  ])("of %s come back as they were", async (type, given, expected) => {
    expect(await only({ code: "値", type }, ...given)).toEqual(expected);
  });

  it("of a table keep the rows' ids and empty cells", async () => {
    const fields = { id: { code: "id", type: "NUMBER" }, タグ: { code: "タグ", type: "MULTI_SELECT" } };
    const rows = [
      { id: "7", value: { id: { type: "NUMBER", value: "0.10" }, タグ: { type: "MULTI_SELECT", value: [] } } },
      { id: "8", value: {} },
    ];
    expect(await only({ code: "表", type: "SUBTABLE", fields }, rows, [], null)).toEqual([
      [
        { __ID__: 7n, id: "0.10", タグ: [] },
        { __ID__: 8n, id: null, タグ: undefined },
      ],
      [],
      undefined,
    ]);
  });

  it("that are none of their kind are an error, not a guess", async () => {
    const failure = await only({ code: "日", type: "DATE" }, "soon").catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(ToolFailure);
    expect(failure).toMatchObject({
      error: { code: "upstream", message: `kintone's answer holds "soon" where a date is due.` },
    });
  });
});

describe("groups", () => {
  const field = { code: "本文", type: "MULTI_LINE_TEXT" };
  const groupsOf = async (...pages: readonly (readonly KintoneRecord[])[]) =>
    parquetMetadata(await written([field], ...pages)).row_groups.map(({ num_rows }) => Number(num_rows));
  const page = (count: number, value: string) => Array.from({ length: count }, () => ({ 本文: { value } }));

  it("end after 10,000 records", async () => {
    const pages = Array.from({ length: 41 }, () => page(500, "短い"));
    expect(await groupsOf(...pages)).toEqual([10_000, 10_000, 500]);
  });

  it("end earlier when records are large", async () => {
    const pages = Array.from({ length: 6 }, () => page(50, "長".repeat(64 * 1024)));
    expect(await groupsOf(...pages)).toEqual([150, 150]);
  });

  it("are none without records", async () => {
    expect(await groupsOf([])).toEqual([]);
  });
});
