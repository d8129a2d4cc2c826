import { describe, expect, it } from "vitest";
import { failure, startTestKintone } from "../test-client.ts";

const start = async (unique: boolean) => {
  const test = await startTestKintone(
    { Code: { type: "SINGLE_LINE_TEXT", unique }, Name: { type: "SINGLE_LINE_TEXT" }, Price: { type: "NUMBER" } },
    {},
    { records: [{ Code: { value: "P1" }, Name: { value: "Pen" }, Price: { value: "120" } }] },
  );
  const orders = test.kintone.addApp({
    name: "Orders",
    tokens: [{ permissions: ["view", "add", "edit"] }],
    fields: {
      Product: {
        type: "SINGLE_LINE_TEXT",
        lookup: {
          relatedApp: { app: test.app.id },
          relatedKeyField: "Code",
          fieldMappings: [
            { field: "ProductName", relatedField: "Name" },
            { field: "ProductPrice", relatedField: "Price" },
          ],
        },
      },
      ProductName: { type: "SINGLE_LINE_TEXT" },
      ProductPrice: { type: "NUMBER" },
      Note: { type: "SINGLE_LINE_TEXT" },
    },
  });
  const tokens = { "X-Cybozu-API-Token": `${orders.token("add")},${test.app.token("view")}` };
  return { test, orders, tokens, [Symbol.asyncDispose]: () => test.kintone.close() };
};

describe("lookups", () => {
  it("copies on writing the key, ignores what is sent for copied fields, and clears on an empty key", async () => {
    await using context = await start(true);
    const { test, orders, tokens } = context;
    const record = { Product: { value: "P1" }, ProductName: { value: "forged" } };
    expect((await test.call("POST", "record.json", { app: orders.id, record }, tokens)).status).toBe(200);
    expect(orders.record(1)).toMatchObject({ ProductName: { value: "Pen" }, ProductPrice: { value: "120" } });
    await test.call("PUT", "record.json", { app: orders.id, id: 1, record: { Note: { value: "n" } } }, tokens);
    expect(orders.record(1)).toMatchObject({ ProductName: { value: "Pen" }, Note: { value: "n" } });
    await test.call("PUT", "record.json", { app: orders.id, id: 1, record: { Product: { value: "" } } }, tokens);
    expect(orders.record(1)).toMatchObject({ ProductName: { value: "" }, ProductPrice: { value: "" } });
  });

  it("fails when there is no source, or the token may not see it", async () => {
    await using context = await start(true);
    const { test, orders, tokens } = context;
    const missing = await test.call(
      "POST",
      "record.json",
      { app: orders.id, record: { Product: { value: "P9" } } },
      tokens,
    );
    expect(failure(missing)).toEqual({ status: 400, code: "GAIA_LO04", paths: [] });
    const alone = { "X-Cybozu-API-Token": orders.token("add") };
    const blind = await test.call(
      "POST",
      "record.json",
      { app: orders.id, record: { Product: { value: "P1" } } },
      alone,
    );
    expect(failure(blind)).toMatchObject({ status: 400, code: "GAIA_LO04" });
  });

  it("needs a source field that prohibits duplicates", async () => {
    await using context = await start(false);
    const { test, orders, tokens } = context;
    const answer = await test.call(
      "POST",
      "record.json",
      { app: orders.id, record: { Product: { value: "P1" } } },
      tokens,
    );
    expect(failure(answer)).toMatchObject({ status: 400, code: "GAIA_LO03" });
  });
});
