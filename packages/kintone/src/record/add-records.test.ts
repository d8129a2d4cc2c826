import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf, oauthToken, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddRecords } from "./add-records.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (credential?: { readonly kintone_oauth_token: string }) =>
  toolkitWith(server, [kintoneAddRecords], credential);
beforeEach(async () => {
  server = await startTestKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

type Records = Parameters<typeof toolkit.call<"kintone_add_records">>[1]["records"];
const add = (records: Records, more: object = {}, through = toolkit) =>
  through.call("kintone_add_records", { kintone_app_id: "1", records, ...more });
const rows = (count: number): Records =>
  Array.from({ length: count }, (_, index) => ({ Code: { value: `N-${index}` }, Rank: { value: index % 10 } }));
const writes = () => server.requests.filter(({ method }) => method === "POST").map(({ path }) => path);

describe("kintone_add_records", () => {
  it("adds any number, a hundred at a time, in order", async () => {
    const output = (await add(rows(250)))._unsafeUnwrap();
    expect(output).toMatchObject({ app_id: "1", added: 250 });
    expect(output.records[249]).toEqual({ id: "250", revision: "1" });
    expect(server.app(1).record(250)).toMatchObject({ Code: { value: "N-249" } });
    expect(writes()).toEqual(Array.from({ length: 3 }, () => "/k/v1/records.json"));
  });

  it("adds all or none when it is atomic", async () => {
    const records = rows(250);
    records[201] = { Rank: { value: 99_999 } };
    expect(errorOf(await add(records, { atomic: true }))).toMatchObject({
      code: "invalid_input",
      issues: [{ path: ["records", 201, "Rank"] }],
    });
    expect(server.app(1).recordCount).toBe(0);
    expect((await add(rows(250), { atomic: true })).isOk()).toBe(true);
    expect(writes()).toEqual(["/k/v1/bulkRequest.json", "/k/v1/bulkRequest.json"]);
  });

  it("says which rows are done, failed and remaining", async () => {
    const records = rows(230);
    records[110] = { Rank: { value: 99_999 } };
    const error = errorOf(await add(records));
    expect(error).toMatchObject({ code: "partial", origin: { operation: "addRecords" } });
    const { done, failed, remaining } = error.partial as unknown as Record<string, { row: number }[]>;
    expect(done).toHaveLength(100);
    expect(failed).toEqual([{ rows: [110], field: "Rank", reason: expect.any(String), written: "no" }]);
    expect(remaining).toHaveLength(129);
    expect(server.app(1).recordCount).toBe(100);
  });

  it("never adds twice: a lost answer is not tried again", async () => {
    server.faults.next({ kind: "cut_after_commit" }, { method: "POST" });
    expect(errorOf(await add(rows(2)))).toMatchObject({
      code: "unavailable",
      retryable: false,
      hint: expect.stringContaining("is not known"),
    });
    expect(server.app(1).recordCount).toBe(2);
  });

  it("works with OAuth, without bulk requests", async () => {
    await using oauth = connect({ kintone_oauth_token: oauthToken });
    expect((await add(rows(150), {}, oauth))._unsafeUnwrap().added).toBe(150);
    expect(errorOf(await add(rows(150), { atomic: true }, oauth))).toMatchObject({ code: "unsupported" });
    expect(writes()).toEqual(["/k/v1/records.json", "/k/v1/records.json"]);
  });

  it("refuses unknown fields and empty records with their row, before anything is written", async () => {
    expect(errorOf(await add([{ Memo: { value: 1 } }, { Mmeo: { value: 1 } }])).issues).toEqual([
      { path: ["records", 1, "Mmeo"], message: expect.stringContaining("did you mean Memo?") },
    ]);
    expect(errorOf(await add([{ Memo: { value: 1 } }, {}])).message).toContain("records.1: holds no field");
    expect(errorOf(await add([])).issues?.[0]?.path).toEqual(["records"]);
    expect(writes()).toEqual([]);
  });

  it("passes the contract", async () => {
    const examples = [{ kintone_app_id: "1", records: [{ Memo: { value: "a" } }], atomic: true }];
    expect(await checkToolContract(kintoneAddRecords, { examples })).toEqual([]);
  });
});
