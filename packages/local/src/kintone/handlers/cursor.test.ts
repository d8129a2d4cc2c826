import { describe, expect, it } from "vitest";
import { failure, startTestKintone, type TestAnswer, type TestKintone } from "../test-client.ts";

const fields = { N: { type: "NUMBER" } };
const records = (count: number) => Array.from({ length: count }, (_, index) => ({ N: { value: index + 1 } }));

const cursorId = ({ body }: TestAnswer): string =>
  typeof body === "object" && body !== null && "id" in body ? String(body.id) : "";

const page = async (test: TestKintone, id: string): Promise<{ numbers: string[]; next: unknown }> => {
  const { body } = await test.call("GET", "records/cursor.json", { id });
  if (typeof body !== "object" || body === null || !("records" in body) || !("next" in body))
    throw new Error(JSON.stringify(body));
  const list = Array.isArray(body.records) ? body.records : [];
  return { numbers: list.map((record: { N: { value: string } }) => record.N.value), next: body.next };
};

describe("records/cursor.json", () => {
  it("goes through the records in pages and is gone after the last", async () => {
    await using test = await startTestKintone(fields, {}, { records: records(5) });
    const created = await test.call("POST", "records/cursor.json", {
      size: 2,
      query: "N > 1 order by N desc",
      fields: ["N"],
    });
    expect(created.body).toEqual({ id: cursorId(created), totalCount: "4" });
    const id = cursorId(created);
    expect(await page(test, id)).toEqual({ numbers: ["5", "4"], next: true });
    expect(await page(test, id)).toEqual({ numbers: ["3", "2"], next: false });
    expect(failure(await test.call("GET", "records/cursor.json", { id }))).toMatchObject({
      status: 404,
      code: "GAIA_CN01",
    });
    expect(failure(await test.call("DELETE", "records/cursor.json", { id }))).toMatchObject({
      status: 404,
      code: "GAIA_CN01",
    });
  });

  it("fixes its records when made, reads their values when fetched, and can give an empty page before the end", async () => {
    await using test = await startTestKintone(fields, {}, { records: records(5) });
    const id = cursorId(await test.call("POST", "records/cursor.json", { size: 2, query: "order by $id asc" }));
    await test.call("DELETE", "records.json", { ids: [1, 2] });
    await test.call("PUT", "record.json", { id: 3, record: { N: { value: "33" } } });
    test.app.seed(records(1));
    expect(await page(test, id)).toEqual({ numbers: [], next: true });
    expect(await page(test, id)).toEqual({ numbers: ["33", "4"], next: true });
    expect(await page(test, id)).toEqual({ numbers: ["5"], next: false });
  });

  it("has room for ten, and makes room on delete", async () => {
    await using test = await startTestKintone(fields, {}, { records: records(2) });
    const make = () => test.call("POST", "records/cursor.json", { size: 1 });
    const first = cursorId(await make());
    for (let count = 1; count < 10; count += 1) expect((await make()).status).toBe(200);
    expect(failure(await make())).toMatchObject({ status: 429, code: "GAIA_TM12" });
    expect((await test.call("DELETE", "records/cursor.json", { id: first })).body).toEqual({});
    expect((await make()).status).toBe(200);
  });

  it("expires ten minutes after it was last read", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    await using test = await startTestKintone(fields, { now: () => new Date(now) }, { records: records(3) });
    const id = cursorId(await test.call("POST", "records/cursor.json", { size: 1 }));
    now += 9 * 60_000;
    expect((await page(test, id)).next).toBe(true);
    now += 9 * 60_000;
    expect((await page(test, id)).next).toBe(true);
    now += 10 * 60_000 + 1;
    expect(failure(await test.call("GET", "records/cursor.json", { id }))).toMatchObject({
      status: 404,
      code: "GAIA_CN01",
    });
  });

  it("refuses limit, offset and sizes outside 1 to 500", async () => {
    await using test = await startTestKintone(fields);
    const make = async (parameters: Readonly<Record<string, unknown>>) =>
      failure(await test.call("POST", "records/cursor.json", parameters));
    expect(await make({ query: "limit 10" })).toEqual({ status: 400, code: "CB_VA01", paths: ["query"] });
    expect(await make({ query: "offset 10" })).toEqual({ status: 400, code: "CB_VA01", paths: ["query"] });
    expect(await make({ size: 501 })).toEqual({ status: 400, code: "CB_VA01", paths: ["size"] });
    expect(await make({ size: 0 })).toEqual({ status: 400, code: "CB_VA01", paths: ["size"] });
  });
});
