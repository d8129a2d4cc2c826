import { describe, expect, it } from "vitest";
import { failure, send, startTestKintone } from "../test-client.ts";

describe("app settings", () => {
  it("gives the form's fields with every property of their type", async () => {
    await using test = await startTestKintone({
      Title: { type: "SINGLE_LINE_TEXT", label: "The title", maxLength: 64 },
      Rows: { type: "SUBTABLE", fields: { Item: { type: "DROP_DOWN", options: { a: { label: "a", index: 0 } } } } },
    });
    const answer = await test.call("GET", "app/form/fields.json", { lang: "en" });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        revision: "1",
        properties: {
          Title: {
            type: "SINGLE_LINE_TEXT",
            code: "Title",
            label: "The title",
            noLabel: false,
            required: false,
            unique: false,
            minLength: "",
            maxLength: "64",
            defaultValue: "",
          },
          Rows: {
            type: "SUBTABLE",
            code: "Rows",
            fields: { Item: { code: "Item", options: { a: { label: "a", index: "0" } } } },
          },
          Record_number: { type: "RECORD_NUMBER", code: "Record_number", label: "Record number" },
          Status: { type: "STATUS", enabled: false },
        },
      },
    });
    expect(failure(await test.call("GET", "app/form/fields.json", { lang: "xx" }))).toMatchObject({
      status: 400,
      paths: ["lang"],
    });
  });

  it("describes an app", async () => {
    const now = () => new Date("2026-01-02T03:04:05.678Z");
    await using test = await startTestKintone(
      {},
      { now },
      { name: "Deals", code: "DEALS", description: "All deals", spaceId: 4 },
    );
    const headers = { "X-Cybozu-API-Token": test.app.token("view") };
    const administrator = { code: "Administrator", name: "Administrator" };
    expect((await send(test.kintone, "GET", "app.json", { id: 1 }, headers)).body).toEqual({
      appId: "1",
      code: "DEALS",
      name: "Deals",
      description: "All deals",
      spaceId: "4",
      threadId: "4",
      createdAt: "2026-01-02T03:04:05.678Z",
      creator: administrator,
      modifiedAt: "2026-01-02T03:04:05.678Z",
      modifier: administrator,
    });
    expect(failure(await send(test.kintone, "GET", "app.json", { id: 9 }, headers))).toMatchObject({
      status: 404,
      code: "GAIA_AP01",
    });
    expect(failure(await send(test.kintone, "GET", "app.json", {}, headers))).toEqual({
      status: 400,
      code: "CB_VA01",
      paths: ["id"],
    });
    expect(failure(await send(test.kintone, "GET", "app.json", { id: -1 }, headers))).toMatchObject({
      status: 400,
      paths: ["id"],
    });
  });
});
