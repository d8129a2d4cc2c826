import { describe, expect, it } from "vitest";
import { failure, startTestKintone } from "../test-client.ts";

const options = { a: { label: "a", index: 0 }, b: { label: "b", index: 1 } };
const valid = { Text: { value: "ok" } };

const check = async (fields: Parameters<typeof startTestKintone>[0], record: Readonly<Record<string, unknown>>) => {
  await using test = await startTestKintone({ Text: { type: "SINGLE_LINE_TEXT" }, ...fields });
  return failure(await test.call("POST", "record.json", { record: { ...valid, ...record } }));
};
const refused = (...paths: string[]) => ({ status: 400, code: "CB_VA01", paths });
const accepted = { status: 200, code: undefined, paths: [] };

describe("validation of records", () => {
  it("names every missing value the way its type is named", async () => {
    const required = (type: string) => ({ type, required: true, options });
    const fields = {
      T: required("SINGLE_LINE_TEXT"),
      N: required("NUMBER"),
      C: required("CHECK_BOX"),
      F: required("FILE"),
      U: required("USER_SELECT"),
    };
    expect(await check(fields, {})).toEqual(
      refused("record.C.values", "record.F.values", "record.N.value", "record.T.value", "record.U.values.value"),
    );
  });

  it("does not miss a required value that has a default, unless it is emptied", async () => {
    const fields = { T: { type: "SINGLE_LINE_TEXT", required: true, defaultValue: "d" } };
    expect(await check(fields, {})).toEqual(accepted);
    expect(await check(fields, { T: { value: "" } })).toEqual(refused("record.T.value"));
  });

  it("checks lengths, ranges and numbers", async () => {
    const text = { T: { type: "SINGLE_LINE_TEXT", minLength: "2", maxLength: 4 } };
    expect(await check(text, { T: { value: "x" } })).toEqual(refused("record.T.value"));
    expect(await check(text, { T: { value: "xxxxx" } })).toEqual(refused("record.T.value"));
    expect(await check(text, { T: { value: "" } })).toEqual(accepted);
    const number = { N: { type: "NUMBER", minValue: "1", maxValue: 10 } };
    expect(await check(number, { N: { value: "0.99" } })).toEqual(refused("record.N.value"));
    expect(await check(number, { N: { value: 11 } })).toEqual(refused("record.N.value"));
    expect(await check(number, { N: { value: "1e1" } })).toEqual(accepted);
    expect(await check(number, { N: { value: "1,000" } })).toEqual(refused("record[N].value"));
  });

  it("checks choices", async () => {
    const fields = { R: { type: "RADIO_BUTTON", options }, C: { type: "CHECK_BOX", options } };
    expect(await check(fields, { R: { value: "z" }, C: { value: ["a", "z"] } })).toEqual(
      refused("record.C.values[1].value", "record.R.value"),
    );
    expect(await check(fields, { R: { value: "a" }, C: { value: ["a", "b"] } })).toEqual(accepted);
  });

  it("checks dates, times and links", async () => {
    const fields = { D: { type: "DATE" }, T: { type: "TIME" }, I: { type: "DATETIME" }, L: { type: "LINK" } };
    const bad = { D: { value: "2026-02-30" }, T: { value: "25:00" }, I: { value: "soon" }, L: { value: "x" } };
    expect(await check(fields, bad)).toEqual(
      refused("record.D.value", "record.I.value", "record.L.value", "record.T.value"),
    );
    const good = {
      D: { value: "2026-02-28" },
      T: { value: "9:30" },
      I: { value: "2026-02-28T23:59:59.5+0900" },
      L: { value: "https://example.com" },
    };
    expect(await check(fields, good)).toEqual(accepted);
  });

  it("refuses JSON of the wrong shape", async () => {
    const fields = { C: { type: "CHECK_BOX", options }, U: { type: "USER_SELECT" } };
    const wrong = { status: 400, code: "CB_IJ01", paths: [] };
    expect(await check(fields, { Text: { value: ["a"] } })).toEqual(wrong);
    expect(await check(fields, { Text: "a" })).toEqual(wrong);
    expect(await check(fields, { C: { value: "a" } })).toEqual(wrong);
    expect(await check(fields, { U: { value: ["mori"] } })).toEqual(wrong);
  });

  it("lets a record keep its own unique value, but not take another's", async () => {
    const fields = { K: { type: "SINGLE_LINE_TEXT", unique: true } };
    const records = [{ K: { value: "one" } }, { K: { value: "two" } }, { K: { value: "" } }];
    await using test = await startTestKintone(fields, {}, { records });
    expect((await test.call("PUT", "record.json", { id: 1, record: { K: { value: "one" } } })).status).toBe(200);
    const taken = await test.call("PUT", "record.json", { id: 1, record: { K: { value: "two" } } });
    expect(failure(taken)).toEqual(refused("record.K.value"));
    expect((await test.call("POST", "record.json", { record: { K: { value: "" } } })).status).toBe(200);
  });

  it("demands a missing required value when any other field is updated", async () => {
    const fields = { A: { type: "SINGLE_LINE_TEXT", required: true }, B: { type: "SINGLE_LINE_TEXT" } };
    await using test = await startTestKintone(fields, {}, { records: [{}] });
    const answer = await test.call("PUT", "record.json", { id: 1, record: { B: { value: "x" } } });
    expect(failure(answer)).toEqual(refused("record.A.value"));
  });
});
