import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { plainUser, startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetSpace } from "./get-space.ts";

let server: LocalKintone;
beforeAll(async () => {
  server = await startSpaceKintone();
});
afterAll(() => server.close());

describe("kintone_get_space", () => {
  it("reads settings, members' number and apps", async () => {
    await using toolkit = toolkitWith(server, [kintoneGetSpace], passwordOf());
    const space = (await toolkit.call("kintone_get_space", { space_id: "3" }))._unsafeUnwrap();
    expect(space).toMatchObject({
      space_id: "3",
      name: "Accounts",
      is_private: false,
      is_guest: false,
      use_multi_thread: true,
      show_app_list: true,
      member_count: 2,
      app_creation: "EVERYONE",
      attached_apps: [{ app_id: "12", code: "INV", name: "Invoices" }],
    });
    expect(space.default_thread_id).toMatch(/^\d+$/);
    const single = (await toolkit.call("kintone_get_space", { space_id: "4" }))._unsafeUnwrap();
    expect(single).toMatchObject({ is_private: true, show_app_list: null, attached_apps: [] });
  });

  it("says that there is no such space, and that a private one is not for everybody", async () => {
    await using toolkit = toolkitWith(server, [kintoneGetSpace], passwordOf(plainUser));
    expect(errorOf(await toolkit.call("kintone_get_space", { space_id: "99" }))).toMatchObject({
      code: "not_found",
      origin: { operation: "getSpace", status: 404 },
    });
    expect(errorOf(await toolkit.call("kintone_get_space", { space_id: "4" })).code).toBe("forbidden");
    expect((await toolkit.call("kintone_get_space", { space_id: "3" })).isOk()).toBe(true);
  });

  it("reads a guest space through its own address only", async () => {
    await using outside = toolkitWith(server, [kintoneGetSpace], passwordOf());
    expect(errorOf(await outside.call("kintone_get_space", { space_id: "5" }))).toMatchObject({
      code: "invalid_input",
      hint: expect.stringContaining("kintone_guest_space_id"),
    });
    await using inside = toolkitWith(server, [kintoneGetSpace], { ...passwordOf(), kintone_guest_space_id: "5" });
    expect((await inside.call("kintone_get_space", { space_id: "5" }))._unsafeUnwrap().is_guest).toBe(true);
  });

  it("is refused when a call brings an API token of its own", async () => {
    await using toolkit = toolkitWith(server, [kintoneGetSpace], passwordOf());
    const connection = { kintone_api_token: server.app(12).token("view"), kintone_domain: server.url };
    const answer = await toolkit.call("kintone_get_space", { space_id: "3" }, { connection });
    expect(errorOf(answer).code).toBe("unsupported");
  });

  it("passes the contract", async () => {
    expect(await checkToolContract(kintoneGetSpace, { examples: [{ space_id: "3" }] })).toEqual([]);
  });
});
