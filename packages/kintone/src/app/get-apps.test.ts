import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, oauthToken, startTestKintone } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetApps } from "./get-apps.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneGetApps], passwordOf());
beforeAll(async () => {
  server = await startTestKintone();
  for (let id = 2; id <= 250; id++) {
    server.addApp({ id, name: `Register ${id}`, code: `R${id}`, spaceId: id % 2 === 0 ? 4 : 5, fields: {} });
  }
  toolkit = connect();
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});

const find = async (input: object = {}) => (await toolkit.call("kintone_get_apps", input))._unsafeUnwrap();

describe("kintone_get_apps", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [{}, { name: "Deals", codes: ["DEAL"], space_ids: ["4"], offset: 100, max_apps: 10_000 }];
    expect(await checkToolContract(kintoneGetApps, { examples })).toEqual([]);
  });

  it("reads beyond the 100 apps of a request, each once", async () => {
    server.clearRequests();
    const progress: unknown[] = [];
    const { apps, next_offset } = (
      await toolkit.call("kintone_get_apps", {}, { onProgress: ({ done }) => progress.push(done) })
    )._unsafeUnwrap();
    expect(apps.map(({ app_id }) => app_id)).toEqual(Array.from({ length: 250 }, (_, index) => String(index + 1)));
    expect(next_offset).toBeNull();
    expect(server.requests).toHaveLength(3);
    expect(progress).toEqual([100, 200, 250]);
  });

  it("stops at max_apps and says where to go on", async () => {
    const first = await find({ max_apps: 120 });
    expect(first).toMatchObject({ apps: { length: 120 }, next_offset: 120 });
    const rest = await find({ max_apps: 130, offset: first.next_offset });
    expect(rest).toMatchObject({ apps: { length: 130 }, next_offset: null });
    expect(rest.apps[0]?.app_id).toBe("121");
  });

  it("finds by name, id, code and space", async () => {
    expect((await find({ name: "TASK" })).apps).toMatchObject([{ app_id: "1", name: "Tasks", space_id: null }]);
    expect((await find({ kintone_app_ids: ["3", "7"] })).apps.map(({ code }) => code)).toEqual(["R3", "R7"]);
    expect((await find({ codes: ["R9"] })).apps.map(({ app_id }) => app_id)).toEqual(["9"]);
    expect((await find({ space_ids: ["4"] })).apps).toHaveLength(125);
    expect(await find({ name: "nothing has this name" })).toEqual({ apps: [], next_offset: null });
  });

  it("refuses input beyond kintone's bounds", async () => {
    const tooLong = { name: "n".repeat(65), codes: ["c".repeat(65)], kintone_app_ids: Array(101).fill("1") };
    for (const [field, value] of Object.entries(tooLong)) {
      const refused = errorOf(await toolkit.run("kintone_get_apps", { [field]: value }));
      expect(refused).toMatchObject({
        code: "invalid_input",
        issues: [{ path: [field, ...(field === "codes" ? [0] : [])] }],
      });
    }
  });

  it("works with OAuth, and says why it does not with an API token", async () => {
    await using byOAuth = toolkitWith(server, [kintoneGetApps], { kintone_oauth_token: oauthToken });
    expect((await byOAuth.call("kintone_get_apps", { max_apps: 1 }))._unsafeUnwrap().next_offset).toBe(1);
    await using byToken = toolkitWith(server, [kintoneGetApps]);
    expect(byToken.tools).toEqual([]);
    expect(errorOf(await byToken.call("kintone_get_apps", {}))).toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("API token"),
    });
  });
});
