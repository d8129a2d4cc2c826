import { describe, expect, it } from "vitest";
import { failure, startTestKintone } from "../test-client.ts";

const fields = {
  Title: { type: "SINGLE_LINE_TEXT" },
  Amount: { type: "NUMBER" },
  Start: { type: "DATETIME" },
  Day: { type: "DATE" },
  Code: { type: "SINGLE_LINE_TEXT", unique: true },
  Serial: { type: "NUMBER", unique: true },
  Sum: { type: "CALC" },
  Greeting: { type: "SINGLE_LINE_TEXT", defaultValue: "hello" },
  Today: { type: "DATE", defaultNowValue: true },
  Owner: { type: "USER_SELECT", defaultValue: [{ type: "FUNCTION", code: "LOGINUSER()" }] },
};
const now = () => new Date("2026-03-04T05:06:07.890Z");

describe("record.json", () => {
  it("adds a record and shows it with its system fields", async () => {
    await using test = await startTestKintone(fields, { now });
    const record = { Title: { value: "A" }, Amount: { value: 12.5 }, Start: { value: "2026-01-02T03:04:05+09:00" } };
    expect(await test.call("POST", "record.json", { record })).toMatchObject({
      status: 200,
      body: { id: "1", revision: "1" },
    });

    const answer = await test.call("GET", "record.json", { id: 1 });
    const administrator = { code: "Administrator", name: "Administrator" };
    expect(answer.body).toEqual({
      record: {
        Title: { type: "SINGLE_LINE_TEXT", value: "A" },
        Amount: { type: "NUMBER", value: "12.5" },
        Start: { type: "DATETIME", value: "2026-01-01T18:04:00Z" },
        Day: { type: "DATE", value: null },
        Code: { type: "SINGLE_LINE_TEXT", value: "" },
        Serial: { type: "NUMBER", value: "" },
        Sum: { type: "CALC", value: "" },
        Greeting: { type: "SINGLE_LINE_TEXT", value: "hello" },
        Today: { type: "DATE", value: "2026-03-04" },
        Owner: { type: "USER_SELECT", value: [administrator] },
        Record_number: { type: "RECORD_NUMBER", value: "1" },
        Created_by: { type: "CREATOR", value: administrator },
        Created_datetime: { type: "CREATED_TIME", value: "2026-03-04T05:06:00Z" },
        Updated_by: { type: "MODIFIER", value: administrator },
        Updated_datetime: { type: "UPDATED_TIME", value: "2026-03-04T05:06:00Z" },
        $id: { type: "__ID__", value: "1" },
        $revision: { type: "__REVISION__", value: "1" },
      },
    });
  });

  it("keeps an empty value that is given instead of the default, and ignores unknown fields", async () => {
    await using test = await startTestKintone(fields);
    const record = { Greeting: { value: "" }, Owner: { value: [] }, Nonsense: { value: "x" } };
    expect((await test.call("POST", "record.json", { record })).status).toBe(200);
    expect(test.app.record(1)).toMatchObject({ Greeting: { value: "" }, Owner: { value: [] } });
    expect(test.app.record(1)).not.toHaveProperty("Nonsense");
  });

  it("updates by id and by either kind of key, but not by both", async () => {
    await using test = await startTestKintone(fields);
    test.app.seed([{ Code: { value: "K1" }, Serial: { value: "7" } }]);
    const record = { Title: { value: "new" } };
    expect((await test.call("PUT", "record.json", { id: "1", record })).body).toEqual({ revision: "2" });
    const byText = await test.call("PUT", "record.json", { updateKey: { field: "Code", value: "K1" }, record });
    expect(byText.body).toEqual({ revision: "3" });
    const byNumber = await test.call("PUT", "record.json", { updateKey: { field: "Serial", value: "7.0" }, record });
    expect(byNumber.body).toEqual({ revision: "4" });

    const both = await test.call("PUT", "record.json", { id: 1, updateKey: { field: "Code", value: "K1" }, record });
    expect(failure(both)).toEqual({ status: 400, code: "CB_VA01", paths: ["updateKey"] });
    const notUnique = await test.call("PUT", "record.json", { updateKey: { field: "Title", value: "new" }, record });
    expect(failure(notUnique)).toEqual({ status: 400, code: "CB_VA01", paths: ["updateKey.field"] });
    const tooLong = await test.call("PUT", "record.json", {
      updateKey: { field: "Code", value: "x".repeat(65) },
      record,
    });
    expect(failure(tooLong)).toEqual({ status: 400, code: "CB_VA01", paths: ["updateKey.value"] });
    const unknown = await test.call("PUT", "record.json", { updateKey: { field: "Code", value: "K9" }, record });
    expect(failure(unknown)).toMatchObject({ status: 404, code: "GAIA_RE20" });
    expect(failure(await test.call("PUT", "record.json", { id: 9, record }))).toMatchObject({
      status: 404,
      code: "GAIA_RE01",
    });
    expect(failure(await test.call("PUT", "record.json", { record }))).toMatchObject({
      status: 400,
      code: "CB_VA01",
      paths: ["id"],
    });
  });

  it("checks the revision unless it is -1", async () => {
    await using test = await startTestKintone(fields);
    test.app.seed([{}]);
    const change = { id: 1, record: { Title: { value: "x" } } };
    expect((await test.call("PUT", "record.json", { ...change, revision: 1 })).status).toBe(200);
    expect((await test.call("PUT", "record.json", { ...change, revision: -1 })).status).toBe(200);
    const stale = await test.call("PUT", "record.json", {
      ...change,
      revision: "1",
      record: { Title: { value: "lost" } },
    });
    expect(failure(stale)).toMatchObject({ status: 409, code: "GAIA_CO02" });
    expect(test.app.record(1)).toMatchObject({ Title: { value: "x" }, $revision: { value: "3" } });
  });

  it.each(["$id", "Record_number", "Sum", "Status"])("refuses to write %s", async (code) => {
    await using test = await startTestKintone(fields);
    const answer = await test.call("POST", "record.json", { record: { [code]: { value: "1" } } });
    expect(failure(answer)).toMatchObject({ status: 400, code: "CB_IJ01" });
    expect(test.app.recordCount).toBe(0);
  });

  it("takes author and times only on adding, and only with app management", async () => {
    const users = [{ code: "mori", password: "secret-1", name: "Mori" }];
    await using test = await startTestKintone(
      fields,
      { users },
      {
        tokens: [{ permissions: ["view", "add", "edit"] }, { permissions: ["add", "manage"] }],
      },
    );
    const record = { Created_datetime: { value: "2001-02-03T04:05:00Z" }, Created_by: { value: { code: "mori" } } };
    const manager = { "X-Cybozu-API-Token": test.app.token("manage") };
    expect(failure(await test.call("POST", "record.json", { record }))).toMatchObject({
      status: 403,
      code: "GAIA_FU01",
    });
    expect((await test.call("POST", "record.json", { record }, manager)).status).toBe(200);
    expect(test.app.record(1)).toMatchObject({
      Created_datetime: { value: "2001-02-03T04:05:00Z" },
      Created_by: { value: { code: "mori", name: "Mori" } },
    });
    expect(failure(await test.call("PUT", "record.json", { id: 1, record }))).toMatchObject({
      status: 403,
      code: "GAIA_FU01",
    });
  });

  it("refuses users that do not exist", async () => {
    await using test = await startTestKintone(fields);
    const answer = await test.call("POST", "record.json", { record: { Owner: { value: [{ code: "nobody" }] } } });
    expect(failure(answer)).toMatchObject({ status: 400, code: "GAIA_IL26" });
  });

  it("shows record numbers with the app code", async () => {
    await using test = await startTestKintone(fields, {}, { code: "SALES", records: [{}] });
    expect(test.app.record(1)).toMatchObject({ Record_number: { value: "SALES-1" } });
  });
});
