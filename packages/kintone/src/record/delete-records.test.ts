import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDeleteRecords } from "./delete-records.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (policy = {}) => toolkitWith(server, [kintoneDeleteRecords], undefined, { policy });
beforeEach(async () => {
  server = await startTestKintone({ recordCount: 230 });
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const remove = (record_ids: string[], more: object = {}) =>
  toolkit.call("kintone_delete_records", { kintone_app_id: "1", record_ids, ...more });
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

describe("kintone_delete_records", () => {
  it("deletes any number, a hundred at a time", async () => {
    expect((await remove(ids(220)))._unsafeUnwrap()).toMatchObject({ app_id: "1", deleted: 220 });
    expect(server.app(1).recordCount).toBe(10);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array.from({ length: 3 }, () => "DELETE /k/v1/records.json"),
    );
  });

  it("deletes only what has the revisions that were read", async () => {
    const error = errorOf(await remove(["1", "2"], { revisions: ["1", "5"] }));
    expect(error).toMatchObject({ code: "conflict", origin: { code: "GAIA_CO02", operation: "deleteRecords" } });
    expect(server.app(1).recordCount).toBe(230);
    expect((await remove(["1", "2"], { revisions: ["1", "-1"] }))._unsafeUnwrap().deleted).toBe(2);
  });

  it("says which rows are done, failed and remaining", async () => {
    const given = ids(220);
    given[150] = "9999";
    const error = errorOf(await remove(given));
    expect(error).toMatchObject({ code: "partial", message: expect.stringContaining("100 records were deleted") });
    const { done, failed, remaining } = error.partial as unknown as {
      done: { row: number; id: string }[];
      failed: { rows: number[] }[];
      remaining: number[];
    };
    expect(done.at(-1)).toEqual({ row: 99, id: "100" });
    expect(failed[0]?.rows).toHaveLength(100);
    expect(remaining).toEqual(Array.from({ length: 20 }, (_, index) => 200 + index));
    expect(server.app(1).recordCount).toBe(130);
  });

  it("deletes all or none when it is atomic", async () => {
    const given = ids(220);
    given[150] = "9999";
    expect(errorOf(await remove(given, { atomic: true }))).toMatchObject({ code: "not_found" });
    expect(server.app(1).recordCount).toBe(230);
    expect((await remove(ids(220), { atomic: true, revisions: ids(220).map(() => "1") })).isOk()).toBe(true);
    expect(server.app(1).recordCount).toBe(10);
  });

  it("refuses lists that do not fit, before anything is sent", async () => {
    expect(errorOf(await remove(["1", "2"], { revisions: ["1"] })).issues?.[0]?.path).toEqual(["revisions"]);
    expect(errorOf(await remove(["1", "1"])).issues).toEqual([
      { path: ["record_ids"], message: "names a record twice" },
    ]);
    expect(errorOf(await remove([])).issues?.[0]?.path).toEqual(["record_ids"]);
    expect(server.requests).toEqual([]);
  });

  it("says what it would delete, and asks where the policy says so", async () => {
    await using dry = connect({ dryRun: true });
    const planned = await dry.run("kintone_delete_records", { kintone_app_id: "1", record_ids: ["4", "5"] });
    expect(planned._unsafeUnwrap()).toMatchObject({ plan: "Deletes 2 records (4, 5) of kintone app 1 for good." });
    expect(server.requests).toEqual([]);
  });

  it("passes the contract", async () => {
    const examples = [{ kintone_app_id: "1", record_ids: ids(12), revisions: ids(12), atomic: true }];
    expect(await checkToolContract(kintoneDeleteRecords, { examples })).toEqual([]);
  });
});
