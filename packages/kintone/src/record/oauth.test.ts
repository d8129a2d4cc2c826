import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { oauthToken, startTestKintone, testToken, testToolkit } from "../testing/local-kintone.ts";

let server: LocalKintone;
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 1100 });
});
afterAll(() => server.close());
beforeEach(() => server.clearRequests());

const paths = () => [...new Set(server.requests.map(({ path }) => path))].toSorted();
const rows = Array.from({ length: 120 }, (_, index) => ({
  updateKey: { field: "Code", value: `O-${index}` },
  record: { Memo: { value: "x" } },
}));
const sorted = { kintone_app_id: "1", query: "order by Rank asc, $id asc", fields: "Rank" };

describe("with OAuth", () => {
  it("a sorted read of many pages uses no cursor, and reads the same records as one by cursor", async () => {
    await using oauth = testToolkit(server, { kintone_oauth_token: oauthToken });
    const byOffset = (await oauth.call("kintone_query", sorted))._unsafeUnwrap();
    expect(paths()).toEqual(["/k/v1/records.json"]);
    await using token = testToolkit(server, { kintone_api_token: testToken });
    const byCursor = (await token.call("kintone_query", sorted))._unsafeUnwrap();
    expect(paths()).toContain("/k/v1/records/cursor.json");
    expect(byOffset.records).toEqual(byCursor.records);
  });

  it("more than 100 records are written without a bulk request", async () => {
    await using oauth = testToolkit(server, { kintone_oauth_token: oauthToken });
    const written = await oauth.call("kintone_upsert_records", {
      kintone_app_id: "1",
      records_data: { records: rows },
    });
    expect(written._unsafeUnwrap().processed).toBe(120);
    expect(paths()).not.toContain("/k/v1/bulkRequest.json");
  });

  it("up to 100 records are written all or none without a bulk request", async () => {
    await using oauth = testToolkit(server, { kintone_oauth_token: oauthToken });
    const records = rows.slice(0, 100);
    const input = { kintone_app_id: "1", records_data: { records }, atomic: true };
    expect((await oauth.call("kintone_upsert_records", input)).isOk()).toBe(true);
    expect(paths()).not.toContain("/k/v1/bulkRequest.json");
  });
});
