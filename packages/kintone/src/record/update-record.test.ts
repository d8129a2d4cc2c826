import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone, testToolkit } from "../testing/local-kintone.ts";

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
let id = "";
let code = "";
beforeEach(() => {
  code = `Code ${server.app(1).recordCount}`;
  id = String(server.app(1).seed([{ Code: { value: code }, Memo: { value: "old" }, Rank: { value: "1" } }]));
  server.clearRequests();
});

type Input = Parameters<typeof toolkit.call<"kintone_update_record">>[1];
const update = (input: Omit<Input, "kintone_app_id">) =>
  toolkit.call("kintone_update_record", { kintone_app_id: "1", ...input });
const record_data = { Memo: { value: "new" } };

describe("kintone_update_record", () => {
  it("changes fields of the record with an id and leaves the others", async () => {
    expect((await update({ record_id: id, record_data }))._unsafeUnwrap()).toEqual({
      app_id: "1",
      record_id: id,
      revision: "2",
      response: { revision: "2" },
    });
    expect(server.app(1).record(id)).toMatchObject({ Memo: { value: "new" }, Rank: { value: "1" } });
  });

  it("finds the record by a key given as object, as JSON text, or as a code with its value", async () => {
    const keys = [
      { updateKey: { field: "Code", value: code } },
      { updateKey: JSON.stringify({ field: "Code", value: code }) },
      { updateKey: `{'field': 'Code', 'value': '${code}'}` },
      { updateKey: "Code", updateKeyValue: code },
    ];
    for (const key of keys) {
      const output = (await update({ ...key, record_data }))._unsafeUnwrap();
      expect(output).toMatchObject({ record_id: null, updateKey: { field: "Code", value: code } });
    }
    expect(server.app(1).record(id)).toMatchObject({ $revision: { value: "5" } });
  });

  it("takes a code that looks like a number for a code", async () => {
    server.addApp({
      id: 123,
      name: "Numbers",
      fields: { "123": { type: "SINGLE_LINE_TEXT", unique: true }, A: { type: "SINGLE_LINE_TEXT" } },
      tokens: [{ token: "NumberAppTokenNumberApp", permissions: ["view", "edit"] }],
      records: [{ "123": { value: "x" } }],
    });
    await using numbers = testToolkit(server, { kintone_api_token: "NumberAppTokenNumberApp" });
    const input = { kintone_app_id: "123", updateKey: "123", updateKeyValue: "x", record_data: { A: { value: "y" } } };
    expect((await numbers.call("kintone_update_record", input)).isOk()).toBe(true);
  });

  it("asks for exactly one of id and key", async () => {
    expect(
      errorOf(await update({ record_id: id, updateKey: { field: "Code", value: code }, record_data })).message,
    ).toContain("are both given");
    expect(errorOf(await update({ record_data })).message).toContain("are both missing");
    expect(errorOf(await update({ updateKey: "Code", record_data }))).toMatchObject({
      issues: [{ path: ["updateKey"], message: "has no value" }],
    });
    expect(errorOf(await update({ updateKey: "{field: Code}", record_data })).message).toContain("names no field");
    expect(server.requests).toHaveLength(0);
  });

  it("changes nothing that was changed meanwhile, when a revision is given", async () => {
    expect((await update({ record_id: id, revision: "1", record_data })).isOk()).toBe(true);
    const error = errorOf(await update({ record_id: id, revision: "1", record_data: { Memo: { value: "late" } } }));
    expect(error).toMatchObject({
      code: "conflict",
      origin: { code: "GAIA_CO02", operation: "updateRecord" },
      hint: expect.stringContaining("$revision"),
    });
    expect(server.app(1).record(id)).toMatchObject({ Memo: { value: "new" } });
  });

  it("tells a missing record from a missing app", async () => {
    expect(errorOf(await update({ record_id: "99999", record_data }))).toMatchObject({
      code: "not_found",
      origin: { code: "GAIA_RE01", status: 404 },
    });
    const elsewhere = await toolkit.call("kintone_update_record", { kintone_app_id: "77", record_id: id, record_data });
    expect(errorOf(elsewhere)).toMatchObject({ code: "not_found", origin: { code: "GAIA_AP01" } });
  });

  it("refuses a whole record as it was read, naming what cannot be written", async () => {
    const whole = server.app(1).record(id) as unknown as Record<string, { value: unknown }>;
    const paths = errorOf(await update({ record_id: id, record_data: whole })).issues?.map(({ path }) => path[1]);
    expect(paths).toEqual(
      expect.arrayContaining(["$id", "$revision", "Record_number", "Created_by", "Updated_datetime", "Total"]),
    );
    expect(paths).not.toContain("Memo");
  });

  it("keeps the rows of a table that are sent back with their id", async () => {
    const rows = [{ value: { Item: { value: "a" } } }, { value: { Item: { value: "b" } } }];
    await update({ record_id: id, record_data: { Lines: { value: rows } } });
    const [first] = (server.app(1).record(id)?.["Lines"]?.value ?? []) as { id: string }[];
    await update({
      record_id: id,
      record_data: { Lines: { value: [{ id: first?.id, value: { Price: { value: "5" } } }] } },
    });
    expect(server.app(1).record(id)?.["Lines"]?.value).toMatchObject([
      { id: first?.id, value: { Item: { value: "a" }, Price: { value: "5" } } },
    ]);
  });

  it("says what it would change", async () => {
    await using dry = testToolkit(server, undefined, { policy: { dryRun: true } });
    const answer = await dry.run("kintone_update_record", {
      kintone_app_id: "1",
      updateKey: "Code",
      updateKeyValue: code,
      record_data,
    });
    expect(answer._unsafeUnwrap()).toMatchObject({
      plan: `Changes the fields Memo of record "Code" = "${code}" in kintone app 1.`,
    });
  });
});
