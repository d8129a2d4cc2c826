import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUpdateRecords } from "./update-records.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneUpdateRecords]);
beforeEach(async () => {
  server = await startTestKintone({ recordCount: 150 });
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

type Records = Parameters<typeof toolkit.call<"kintone_update_records">>[1]["records"];
const update = (records: Records, more: object = {}) =>
  toolkit.call("kintone_update_records", { kintone_app_id: "1", records, ...more });
const memo = { Memo: { value: "changed" } };

describe("kintone_update_records", () => {
  it("changes records by id and by key, and answers in the order of the input", async () => {
    const output = (
      await update([
        { id: "3", record: memo, revision: "1" },
        { updateKey: { field: "Code", value: "T-1" }, record: { Rank: { value: null } } },
      ])
    )._unsafeUnwrap();
    expect(output).toEqual({
      app_id: "1",
      updated: 2,
      records: [
        { id: "3", revision: "2" },
        { id: "1", revision: "2" },
      ],
    });
    expect(server.app(1).record(3)).toMatchObject({ Memo: { value: "changed" }, Code: { value: "T-3" } });
    expect(server.app(1).record(1)).toMatchObject({ Rank: { value: "" } });
  });

  it("adds nothing: a record that does not exist is an error", async () => {
    expect(
      errorOf(
        await update([
          { id: "1", record: memo },
          { id: "999", record: memo },
        ]),
      ),
    ).toMatchObject({
      code: "not_found",
      origin: { code: "GAIA_RE01", operation: "updateRecords" },
    });
    expect(errorOf(await update([{ updateKey: { field: "Code", value: "new" }, record: memo }])).code).toBe(
      "not_found",
    );
    expect(server.app(1).recordCount).toBe(150);
    expect(server.app(1).record(1)).toMatchObject({ $revision: { value: "1" } });
  });

  it("changes nothing of its hundred when a revision is old", async () => {
    const error = errorOf(
      await update([
        { id: "1", record: memo },
        { id: "2", record: memo, revision: "7" },
      ]),
    );
    expect(error).toMatchObject({ code: "conflict", origin: { code: "GAIA_CO02" } });
    expect(server.app(1).record(1)).toMatchObject({ $revision: { value: "1" } });
  });

  it("writes a hundred at a time, or all as one", async () => {
    const records = Array.from({ length: 150 }, (_, index) => ({ id: String(index + 1), record: memo }));
    records[120] = { id: "9999", record: memo };
    const error = errorOf(await update(records));
    expect(error).toMatchObject({ code: "partial", partial: { remaining: [] } });
    expect(error.partial?.done).toHaveLength(100);
    expect(errorOf(await update(records, { atomic: true }))).toMatchObject({
      code: "not_found",
      details: { request_index: 1 },
    });
    expect(server.app(1).record(100)).toMatchObject({ $revision: { value: "2" } });
  });

  it("refuses a row without a key, with two, and with a field that is set by kintone", async () => {
    for (const named of [{}, { id: "1", updateKey: { field: "Code", value: "T-1" } }])
      expect(errorOf(await update([{ ...named, record: memo }])).issues).toEqual([
        { path: ["records", 0, "id"], message: "give either id or updateKey" },
      ]);
    expect(errorOf(await update([{ id: "1", record: { Total: { value: 1 } } }])).issues?.[0]?.path).toEqual([
      "records",
      0,
      "record",
      "Total",
    ]);
  });

  it("passes the contract", async () => {
    const examples = [{ kintone_app_id: "1", records: [{ id: "1", record: { Memo: { value: "a" } }, revision: "3" }] }];
    expect(await checkToolContract(kintoneUpdateRecords, { examples })).toEqual([]);
  });
});
