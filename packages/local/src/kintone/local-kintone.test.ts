import { describe, expect, it } from "vitest";
import { startLocalKintone } from "./local-kintone.ts";
import { startTestKintone } from "./test-client.ts";

const fields = { Title: { type: "SINGLE_LINE_TEXT" }, Amount: { type: "NUMBER" } };

describe("a local kintone", () => {
  it("starts with the apps it is given and finds them by id", async () => {
    await using kintone = await startLocalKintone({
      apps: [
        { name: "A", fields },
        { id: 40, name: "B", fields },
      ],
    });
    expect(kintone.apps.map((app) => app.id)).toEqual([1, 40]);
    expect(kintone.addApp({ name: "C", fields }).id).toBe(41);
    expect(() => kintone.app(7)).toThrow("There is no app 7");
    expect(() => kintone.addApp({ id: 40, name: "D", fields })).toThrow("App id 40 is taken");
    expect(() => kintone.addApp({ name: "E", fields: { X: { type: "TEXT" } } })).toThrow(
      "TEXT is not a kintone field type",
    );
  });

  it("gives two local kintones ports of their own", async () => {
    await using first = await startLocalKintone();
    await using second = await startLocalKintone();
    expect(first.port).not.toBe(second.port);
  });

  it("seeds many records without validation and pages through them by id", async () => {
    await using test = await startTestKintone(fields);
    const count = 20_000;
    const last = test.app.seed(
      (function* () {
        for (let index = 0; index < count; index += 1)
          yield { Title: { value: `Row ${index}` }, Amount: { value: index } };
      })(),
    );
    expect(last).toBe(count);
    let seen = 0;
    let after = 0;
    for (let more = true; more; ) {
      const query = `(Amount >= 0 or Title = "none") and $id > ${after} order by $id asc limit 500`;
      const { body } = await test.call("GET", "records.json", { query, fields: ["$id"] });
      if (typeof body !== "object" || body === null || !("records" in body) || !Array.isArray(body.records))
        throw new Error("no records");
      seen += body.records.length;
      after = Number(body.records.at(-1)?.$id.value ?? after);
      more = body.records.length === 500;
    }
    expect(seen).toBe(count);
  });

  it("refuses to seed values that cannot be read", async () => {
    await using test = await startTestKintone(fields);
    expect(() => test.app.seed([{ Amount: { value: "many" } }])).toThrow();
    expect(test.app.recordCount).toBe(0);
  });
});
