import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, everything, otherToken, startTestKintone, testToolkit } from "../testing/local-kintone.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof testToolkit>;
beforeAll(async () => {
  server = await startTestKintone();
  toolkit = testToolkit(server);
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});

const fields = async (more: object = {}) =>
  (await toolkit.call("kintone_get_fields", { kintone_app_id: "1", ...more }))._unsafeUnwrap();

describe("kintone_get_fields", () => {
  it("gives each field's main properties by code, label included", async () => {
    const answer = await fields();
    expect(answer).toMatchObject({ app_id: "1", revision: "1" });
    expect(answer.fields["Code"]).toEqual({
      code: "Code",
      type: "SINGLE_LINE_TEXT",
      label: "Task code",
      required: false,
      unique: true,
    });
    expect(answer.fields["名前"]).toMatchObject({ label: "お名前" });
    expect(answer.fields["Lines"]).toMatchObject({
      type: "SUBTABLE",
      fields: { Price: { code: "Price", type: "NUMBER" } },
    });
    expect(answer.fields["Record_number"]).toMatchObject({ type: "RECORD_NUMBER" });
    expect(Object.keys(answer.fields)).toEqual(Object.keys(answer.fields).toSorted());
    expect(answer.field_count).toBe(Object.keys(answer.fields).length);
  });

  it("gives the full definitions on demand", async () => {
    const { fields: full } = await fields({ detail_level: true });
    expect(full["Rank"]).toMatchObject({ maxValue: "1000", defaultValue: expect.anything() });
  });

  it("asks kintone each time, so that a change of the form is seen", async () => {
    server.clearRequests();
    await fields();
    await fields();
    expect(server.requests).toHaveLength(2);
  });

  it("shows no credential what another one read", async () => {
    await fields();
    server.addApp({
      id: 2,
      name: "Other",
      fields: { A: { type: "NUMBER" } },
      tokens: [{ token: otherToken, permissions: everything }],
    });
    const input = { kintone_app_id: "1" };
    const other = await toolkit.call("kintone_get_fields", input, {
      connection: { kintone_domain: server.url, kintone_allow_local: "true", kintone_api_token: otherToken },
    });
    expect(errorOf(other)).toMatchObject({ code: "forbidden", hint: expect.stringContaining("view records") });
    const add = await toolkit.call(
      "kintone_add_record",
      { ...input, record_data: { Nope: { value: 1 } } },
      {
        connection: { kintone_domain: server.url, kintone_allow_local: "true", kintone_api_token: otherToken },
      },
    );
    expect(errorOf(add).code).toBe("forbidden");
  });

  it("tells a missing app", async () => {
    expect(errorOf(await toolkit.call("kintone_get_fields", { kintone_app_id: "77" }))).toMatchObject({
      code: "not_found",
      origin: { code: "GAIA_AP01", operation: "getFormFields" },
    });
  });
});
