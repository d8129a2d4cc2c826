import { describe, expect, it } from "vitest";
import { failure, startTestKintone } from "../test-client.ts";

const fields = {
  Title: { type: "SINGLE_LINE_TEXT" },
  Rows: {
    type: "SUBTABLE",
    fields: {
      Item: { type: "SINGLE_LINE_TEXT", required: true },
      Quantity: { type: "NUMBER", maxValue: "99" },
      Unit: { type: "SINGLE_LINE_TEXT", defaultValue: "pcs" },
      Tags: { type: "CHECK_BOX", options: { x: { label: "x", index: 0 } } },
    },
  },
};
const row = (item: string, quantity?: string) => ({
  value: { Item: { value: item }, ...(quantity === undefined ? {} : { Quantity: { value: quantity } }) },
});
const seeded = { records: [{ Rows: { value: [row("a", "1"), row("b", "2"), row("c", "3")] } }] };

describe("table rows", () => {
  it("gives each new row an id, defaults, and types", async () => {
    await using test = await startTestKintone(fields);
    await test.call("POST", "record.json", { record: { Rows: { value: [row("a", "abc")] } } });
    expect(test.app.record(1)?.Rows).toEqual({
      type: "SUBTABLE",
      value: [
        {
          id: "1",
          value: {
            Item: { type: "SINGLE_LINE_TEXT", value: "a" },
            Quantity: { type: "NUMBER", value: "" },
            Unit: { type: "SINGLE_LINE_TEXT", value: "pcs" },
            Tags: { type: "CHECK_BOX", value: [] },
          },
        },
      ],
    });
  });

  it("merges known rows, adds unknown ones under new ids, and drops the rest", async () => {
    await using test = await startTestKintone(fields, {}, seeded);
    const rows = [{ id: "1", value: { Quantity: { value: "9" } } }, { id: 777, ...row("d") }, row("e")];
    expect((await test.call("PUT", "record.json", { id: 1, record: { Rows: { value: rows } } })).status).toBe(200);
    expect(test.app.record(1)?.Rows?.value).toMatchObject([
      { id: "1", value: { Item: { value: "a" }, Quantity: { value: "9" } } },
      { id: "4", value: { Item: { value: "d" }, Quantity: { value: "" }, Unit: { value: "pcs" } } },
      { id: "5", value: { Item: { value: "e" } } },
    ]);
  });

  it("keeps the rows when the table is not sent and deletes them for an empty list", async () => {
    await using test = await startTestKintone(fields, {}, seeded);
    await test.call("PUT", "record.json", { id: 1, record: { Title: { value: "x" } } });
    expect(test.app.record(1)?.Rows?.value).toHaveLength(3);
    await test.call("PUT", "record.json", { id: 1, record: { Rows: { value: [] } } });
    expect(test.app.record(1)?.Rows?.value).toEqual([]);
  });

  it("names the row and the field of a bad cell", async () => {
    await using test = await startTestKintone(fields);
    const rows = [
      { value: { Quantity: { value: "100" } } },
      { value: { Item: { value: "a" }, Tags: { value: ["y"] } } },
    ];
    const answer = await test.call("POST", "record.json", { record: { Rows: { value: rows } } });
    expect(failure(answer)).toEqual({
      status: 400,
      code: "CB_VA01",
      paths: [
        "record.Rows.value[0].value.Item.value",
        "record.Rows.value[0].value.Quantity.value",
        "record.Rows.value[1].value.Tags.values[0].value",
      ],
    });
  });

  it("refuses a row id that is no number or that comes twice", async () => {
    await using test = await startTestKintone(fields, {}, seeded);
    const update = async (rows: unknown) =>
      failure(await test.call("PUT", "record.json", { id: 1, record: { Rows: { value: rows } } }));
    expect(await update([{ id: "first", ...row("a") }])).toMatchObject({ status: 400, code: "CB_IJ01" });
    expect(
      await update([
        { id: 1, ...row("a") },
        { id: "1", ...row("b") },
      ]),
    ).toMatchObject({ status: 400, code: "GAIA_SI01" });
  });
});
