import { describe, expect, it } from "vitest";
import { failure, startTestKintone, type TestKintone } from "../test-client.ts";

const fields = {
  Name: { type: "SINGLE_LINE_TEXT" },
  Rank: { type: "NUMBER" },
  Rows: { type: "SUBTABLE", fields: { Item: { type: "SINGLE_LINE_TEXT" }, Count: { type: "NUMBER" } } },
};
const start = () => startTestKintone(fields, { deployMs: 0 });
const FIELDS = "preview/app/form/fields.json";
const LAYOUT = "preview/app/form/layout.json";

const add = (test: TestKintone, properties: object, more: object = {}) =>
  test.call("POST", FIELDS, { properties, ...more });
const preparedCodes = async (test: TestKintone): Promise<string[]> => {
  const { body } = await test.call("GET", FIELDS);
  return Object.keys((body as { properties: object }).properties);
};
const layout = async (test: TestKintone): Promise<unknown> =>
  ((await test.call("GET", LAYOUT)).body as { layout: unknown }).layout;
const deploy = (test: TestKintone) => test.call("POST", "preview/app/deploy.json", { apps: [{ app: 1 }] });

describe("a form being prepared", () => {
  it("is apart from the form in use until it is deployed", async () => {
    await using test = await start();
    const due = { Due: { type: "DATE", code: "Due", label: "Due date" } };
    expect((await add(test, due)).body).toEqual({ revision: "2" });
    expect(await preparedCodes(test)).toContain("Due");
    expect((await test.call("GET", "app/form/fields.json")).body).toMatchObject({ revision: "1" });
    expect(test.app.fields.byCode.has("Due")).toBe(false);
    await deploy(test);
    expect((await test.call("GET", "app/form/fields.json")).body).toMatchObject({
      revision: "2",
      properties: { Due: { label: "Due date", required: false } },
    });
  });

  it("checks the revision: GAIA_CO02 on another, none for -1", async () => {
    await using test = await start();
    const field = (code: string) => ({ [code]: { type: "DATE", code, label: code } });
    expect((await add(test, field("A"), { revision: 1 })).status).toBe(200);
    expect(failure(await add(test, field("B"), { revision: 1 }))).toMatchObject({ status: 409, code: "GAIA_CO02" });
    expect((await add(test, field("B"), { revision: "-1" })).body).toEqual({ revision: "3" });
  });

  it("refuses fields that cannot be added, by path, and adds none of the request", async () => {
    await using test = await start();
    const refused = async (properties: object) => failure(await add(test, properties)).paths;
    const good = { Good: { type: "DATE", code: "Good", label: "Good" } };
    expect(await refused({ ...good, Name: { type: "DATE", code: "Name", label: "x" } })).toEqual([
      "properties[Name].code",
    ]);
    expect(await refused({ ...good, Item: { type: "DATE", code: "Item", label: "x" } })).toEqual([
      "properties[Item].code",
    ]);
    expect(await refused({ A: { type: "DATE", code: "A" } })).toEqual(["properties[A].label"]);
    expect(await refused({ A: { type: "DATE", code: "B", label: "x" } })).toEqual(["properties[A].code"]);
    expect(await refused({ "1a": { type: "DATE", code: "1a", label: "x" } })).toEqual(["properties[1a].code"]);
    expect(await refused({ A: { type: "STATUS", code: "A", label: "x" } })).toEqual(["properties[A].type"]);
    expect(await refused({ A: { type: "DROP_DOWN", code: "A", label: "x" } })).toEqual(["properties[A].options"]);
    const nested = { type: "SUBTABLE", code: "T", label: "x", fields: { U: { type: "SUBTABLE" } } };
    expect(await refused({ T: nested })).toEqual(["properties[T].fields[U].type"]);
    expect(await preparedCodes(test)).not.toContain("Good");
    expect(failure(await test.call("POST", FIELDS)).paths).toEqual(["properties"]);
  });

  it("keeps records' values under renamed codes and drops them with deleted fields", async () => {
    await using test = await start();
    const rows = [{ value: { Item: { value: "pen" }, Count: { value: "3" } } }];
    test.app.seed([{ Name: { value: "n" }, Rank: { value: "1" }, Rows: { value: rows } }]);
    const properties = {
      Name: { type: "SINGLE_LINE_TEXT", code: "Title" },
      Rows: { type: "SUBTABLE", fields: { Count: { type: "NUMBER", code: "Number" } } },
    };
    expect((await test.call("PUT", FIELDS, { properties })).status).toBe(200);
    expect((await test.call("DELETE", FIELDS, { fields: ["Rank", "Item"] })).body).toEqual({ revision: "3" });
    const again = { Name: { type: "SINGLE_LINE_TEXT", code: "Name", label: "Another" } };
    expect((await add(test, again)).status).toBe(200);
    await deploy(test);
    expect((await test.call("GET", "record.json", { id: 1 })).body).toMatchObject({
      record: {
        Title: { value: "n" },
        Name: { value: "" },
        Rows: { value: [{ id: "1", value: { Number: { value: "3" } } }] },
      },
    });
    expect(test.app.record(1)).not.toHaveProperty("Rank");
    expect((await test.call("POST", "record.json", { record: { Title: { value: "next" } } })).body).toMatchObject({
      id: "2",
    });
  });

  it("knows no field that is not there: GAIA_FC01", async () => {
    await using test = await start();
    const put = await test.call("PUT", FIELDS, { properties: { Nope: { type: "DATE" } } });
    expect(failure(put)).toMatchObject({ status: 400, code: "GAIA_FC01" });
    const inner = { Rows: { type: "SUBTABLE", fields: { Nope: { type: "DATE" } } } };
    expect(failure(await test.call("PUT", FIELDS, { properties: inner })).code).toBe("GAIA_FC01");
    expect(failure(await test.call("DELETE", FIELDS, { fields: ["Nope"] })).code).toBe("GAIA_FC01");
    expect(failure(await test.call("DELETE", FIELDS, { fields: ["Status"] })).paths).toEqual(["fields"]);
    const type = await test.call("PUT", FIELDS, { properties: { Rank: { type: "DATE" } } });
    expect(failure(type).paths).toEqual(["properties[Rank].type"]);
    const taken = await test.call("PUT", FIELDS, { properties: { Rank: { type: "NUMBER", code: "Item" } } });
    expect(failure(taken).paths).toEqual(["properties[Rank].code"]);
  });

  it("can be seen and changed by those who manage the app only", async () => {
    await using test = await startTestKintone(fields, {}, { tokens: [{ permissions: ["view", "add", "edit"] }] });
    expect((await test.call("GET", "app/form/layout.json")).status).toBe(200);
    for (const [method, path] of [
      ["GET", FIELDS],
      ["GET", LAYOUT],
      ["POST", FIELDS],
      ["PUT", LAYOUT],
    ] as const) {
      const parameters = { properties: {}, layout: [] };
      expect(failure(await test.call(method, path, method === "GET" ? {} : parameters))).toMatchObject({
        status: 403,
        code: "GAIA_NO01",
      });
    }
  });
});

describe("a form's layout", () => {
  it("has a row for each field, follows the fields, and can be replaced", async () => {
    await using test = await start();
    await add(test, {
      Box: { type: "GROUP", code: "Box", label: "Box" },
      Rows: { type: "SUBTABLE", fields: { Price: { type: "NUMBER", code: "Price", label: "Price" } } },
    });
    await test.call("PUT", FIELDS, { properties: { Rank: { type: "NUMBER", code: "Level" } } });
    await test.call("DELETE", FIELDS, { fields: ["Item"] });
    expect(await layout(test)).toMatchObject([
      { type: "ROW", fields: [{ code: "Name" }] },
      { type: "ROW", fields: [{ code: "Level" }] },
      { type: "SUBTABLE", code: "Rows", fields: [{ code: "Count" }, { code: "Price" }] },
      { type: "GROUP", code: "Box", layout: [] },
    ]);
    const replaced = [
      { type: "GROUP", code: "Box", layout: [{ type: "ROW", fields: [{ type: "NUMBER", code: "Level" }] }] },
      {
        type: "SUBTABLE",
        code: "Rows",
        fields: [
          { type: "NUMBER", code: "Price" },
          { type: "NUMBER", code: "Count" },
        ],
      },
      {
        type: "ROW",
        fields: [
          { type: "LABEL", label: "Hello" },
          { type: "SINGLE_LINE_TEXT", code: "Name" },
        ],
      },
    ];
    expect((await test.call("PUT", LAYOUT, { layout: replaced, revision: 4 })).body).toEqual({ revision: "5" });
    expect(await layout(test)).toEqual(replaced);
  });

  it("has to hold every field once: GAIA_FN11, and for tables CB_VA01", async () => {
    await using test = await start();
    const name = { type: "ROW", fields: [{ type: "SINGLE_LINE_TEXT", code: "Name" }] };
    const rank = { type: "ROW", fields: [{ type: "NUMBER", code: "Rank" }] };
    const item = { type: "SINGLE_LINE_TEXT", code: "Item" };
    const table = (...columns: object[]) => ({ type: "SUBTABLE", code: "Rows", fields: columns });
    const refused = async (...rows: object[]) => failure(await test.call("PUT", LAYOUT, { layout: rows }));
    expect(await refused(name)).toMatchObject({ status: 400, code: "GAIA_FN11" });
    expect(await refused(name, rank, table(item))).toMatchObject({ code: "CB_VA01", paths: ["layout[2].fields"] });
    expect(await refused(name, name)).toMatchObject({ paths: ["layout"] });
    expect(await refused({ type: "GROUP", code: "Name", layout: [] })).toMatchObject({ paths: ["layout[0].code"] });
    expect(await refused({ type: "ROW", fields: [{ type: "NUMBER", code: "Nope" }] })).toMatchObject({
      code: "GAIA_FC01",
    });
  });
});
