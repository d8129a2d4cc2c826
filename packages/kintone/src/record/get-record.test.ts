import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, oauthToken, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetRecord } from "./get-record.ts";

let server: LocalKintone;
beforeAll(async () => {
  server = await startTestKintone({ recordCount: 2 });
});
afterAll(() => server.close());

describe("kintone_get_record", () => {
  it.each([
    ["an API token", undefined],
    ["OAuth", { kintone_oauth_token: oauthToken }],
  ])("reads one record with its revision by %s", async (_name, credential) => {
    await using toolkit = toolkitWith(server, [kintoneGetRecord], credential);
    const answer = (await toolkit.run("kintone_get_record", { kintone_app_id: "1", record_id: "2" }))._unsafeUnwrap();
    expect(answer).toMatchObject({
      output: { app_id: "1", record_id: "2", revision: "1", record: { Code: { value: "T-2" } } },
      content: [{ type: "text", text: expect.stringContaining("Code: T-2") }],
    });
  });

  it("says that there is no such record, and no such app", async () => {
    await using toolkit = toolkitWith(server, [kintoneGetRecord]);
    const get = (kintone_app_id: string, record_id: string) =>
      toolkit.call("kintone_get_record", { kintone_app_id, record_id });
    expect(errorOf(await get("1", "99"))).toMatchObject({ code: "not_found", origin: { code: "GAIA_RE01" } });
    expect(errorOf(await get("9", "1"))).toMatchObject({ code: "not_found", origin: { code: "GAIA_AP01" } });
    expect(errorOf(await get("1", "0"))).toMatchObject({ code: "invalid_input", issues: [{ path: ["record_id"] }] });
  });

  it("passes the contract", async () => {
    const examples = [{ kintone_app_id: "1", record_id: "2" }];
    expect(await checkToolContract(kintoneGetRecord, { examples })).toEqual([]);
  });
});
