import { describe, expect, it } from "vitest";
import { failure, startTestKintone } from "../test-client.ts";

const fields = {
  Title: { type: "SINGLE_LINE_TEXT", required: true },
  Code: { type: "SINGLE_LINE_TEXT", unique: true },
  Amount: { type: "NUMBER" },
};
const title = (value: string) => ({ Title: { value } });

describe("records.json", () => {
  it("adds up to 100 records at once, or none", async () => {
    await using test = await startTestKintone(fields);
    const added = await test.call("POST", "records.json", { records: [title("a"), title("b")] });
    expect(added.body).toEqual({ ids: ["1", "2"], revisions: ["1", "1"] });
    const bad = await test.call("POST", "records.json", { records: [title("c"), {}] });
    expect(failure(bad)).toEqual({ status: 400, code: "CB_VA01", paths: ["records[1].Title.value"] });
    expect(test.app.recordCount).toBe(2);
    const many = await test.call("POST", "records.json", { records: Array.from({ length: 101 }, () => title("x")) });
    expect(failure(many)).toEqual({ status: 400, code: "CB_VA01", paths: ["records"] });
    expect((await test.call("POST", "records.json", { records: [] })).body).toEqual({ ids: [], revisions: [] });
    expect((await test.call("POST", "records.json", { records: [title("d")] })).body).toMatchObject({ ids: ["3"] });
  });

  it("finds duplicates inside one batch and gives the value free again", async () => {
    await using test = await startTestKintone(fields);
    const record = { ...title("a"), Code: { value: "K" } };
    const twice = await test.call("POST", "records.json", { records: [record, record] });
    expect(failure(twice)).toEqual({ status: 400, code: "CB_VA01", paths: ["records[1].Code.value"] });
    expect((await test.call("POST", "record.json", { record })).status).toBe(200);
  });

  it("updates in one piece: a conflict or a missing record undoes the others", async () => {
    await using test = await startTestKintone(fields, {}, { records: [title("a"), title("b")] });
    const records = [
      { id: 1, record: title("A") },
      { id: 2, revision: 5, record: title("B") },
    ];
    expect(failure(await test.call("PUT", "records.json", { records }))).toMatchObject({
      status: 409,
      code: "GAIA_CO02",
    });
    const missing = await test.call("PUT", "records.json", {
      records: [
        { id: 1, record: title("A") },
        { id: 9, record: {} },
      ],
    });
    expect(failure(missing)).toMatchObject({ status: 404, code: "GAIA_RE01" });
    expect(test.app.records().map((record) => record.Title?.value)).toEqual(["a", "b"]);
    const done = await test.call("PUT", "records.json", { records: [{ id: 2, record: title("B") }] });
    expect(done.body).toEqual({ records: [{ id: "2", revision: "2" }] });
  });

  it("upserts: unknown keys and ids are inserted, known ones updated", async () => {
    await using test = await startTestKintone(fields, {}, { records: [{ ...title("a"), Code: { value: "K1" } }] });
    const records = [
      { updateKey: { field: "Code", value: "K1" }, record: title("A") },
      { updateKey: { field: "Code", value: "K2" }, record: title("B") },
      { id: 999, record: title("C") },
      { record: title("D") },
    ];
    const answer = await test.call("PUT", "records.json", { upsert: true, records });
    expect(answer.body).toEqual({
      records: [
        { id: "1", revision: "2", operation: "UPDATE" },
        { id: "2", revision: "1", operation: "INSERT" },
        { id: "3", revision: "1", operation: "INSERT" },
        { id: "4", revision: "1", operation: "INSERT" },
      ],
    });
    expect(test.app.record(2)).toMatchObject({ Code: { value: "K2" }, Title: { value: "B" } });
  });

  it("needs both add and edit permission for an upsert", async () => {
    await using test = await startTestKintone(fields, {}, { tokens: [{ permissions: ["view", "edit"] }] });
    const answer = await test.call("PUT", "records.json", { upsert: true, records: [] });
    expect(failure(answer)).toMatchObject({ status: 403, code: "GAIA_NO01" });
  });

  it("deletes up to 100 records, checking revisions", async () => {
    await using test = await startTestKintone(fields, {}, { records: [title("a"), title("b"), title("c")] });
    const stale = await test.call("DELETE", "records.json", { ids: [1, 2], revisions: [1, 9] });
    expect(failure(stale)).toMatchObject({ status: 409, code: "GAIA_CO02" });
    expect(failure(await test.call("DELETE", "records.json", { ids: [1, 99] }))).toMatchObject({
      status: 404,
      code: "GAIA_RE01",
    });
    expect(test.app.recordCount).toBe(3);
    expect((await test.call("DELETE", "records.json", { ids: [1, "3"], revisions: [1, -1] })).body).toEqual({});
    expect(test.app.records().map((record) => record.$id?.value)).toEqual(["2"]);
    expect(failure(await test.call("DELETE", "records.json", { ids: [] }))).toMatchObject({
      status: 400,
      paths: ["ids"],
    });
    expect(failure(await test.call("DELETE", "records.json", {}))).toMatchObject({ status: 400, paths: ["ids"] });
  });

  it("reads 100 records by default, newest first, and at most 500", async () => {
    await using test = await startTestKintone(fields);
    test.app.seed(Array.from({ length: 620 }, (_, index) => title(`t${index}`)));
    const ids = async (parameters: Readonly<Record<string, unknown>>): Promise<unknown[]> => {
      const { body } = await test.call("GET", "records.json", { fields: ["$id"], ...parameters });
      const records = typeof body === "object" && body !== null && "records" in body ? body.records : [];
      return Array.isArray(records) ? records.map((record: { $id: { value: string } }) => record.$id.value) : [];
    };
    expect(await ids({})).toHaveLength(100);
    expect((await ids({}))[0]).toBe("620");
    expect(await ids({ query: "limit 500" })).toHaveLength(500);
    expect(await ids({ query: "order by $id asc limit 2 offset 618" })).toEqual(["619", "620"]);
    expect(failure(await test.call("GET", "records.json", { query: "limit 501" }))).toMatchObject({
      status: 400,
      code: "GAIA_QU01",
    });
    expect(failure(await test.call("GET", "records.json", { query: "offset 10001" }))).toMatchObject({
      status: 400,
      code: "GAIA_QU02",
    });
  });

  it("counts only when asked and shows only the fields asked for", async () => {
    await using test = await startTestKintone(fields, {}, { records: [title("a"), title("b")] });
    expect((await test.call("GET", "records.json", { query: 'Title = "a"' })).body).toMatchObject({ totalCount: null });
    const counted = await test.call("GET", "records.json", {
      query: "limit 1",
      totalCount: true,
      fields: ["Title", "None"],
    });
    expect(counted.body).toEqual({ records: [{ Title: { type: "SINGLE_LINE_TEXT", value: "b" } }], totalCount: "2" });
    const wide = { fields: Array.from({ length: 1001 }, (_, index) => `f${index}`), app: test.app.id };
    const override = { "X-Cybozu-API-Token": test.app.token("view"), "X-HTTP-Method-Override": "GET" };
    expect(failure(await test.call("POST", "records.json", wide, override))).toMatchObject({
      status: 400,
      paths: ["fields"],
    });
  });
});
