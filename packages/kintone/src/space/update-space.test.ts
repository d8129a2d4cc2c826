import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { plainUser, startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUpdateSpace } from "./update-space.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (user?: typeof plainUser) => toolkitWith(server, [kintoneUpdateSpace], passwordOf(user));
beforeEach(async () => {
  server = await startSpaceKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const settingsOf = (id: number) => server.spaces.find((space) => space.id === id)?.settings;

describe("kintone_update_space", () => {
  it("changes what is given and leaves the rest", async () => {
    const input = {
      space_id: "3",
      name: "Finance",
      show_app_list: false,
      app_creation: "ADMIN",
      is_private: true,
    } as const;
    expect((await toolkit.call("kintone_update_space", input))._unsafeUnwrap()).toEqual({
      space_id: "3",
      updated: ["name", "is_private", "show_app_list", "app_creation"],
    });
    expect(settingsOf(3)).toMatchObject({
      name: "Finance",
      isPrivate: true,
      showAppList: false,
      showThreadList: true,
      permissions: { createApp: "ADMIN" },
    });
  });

  it("refuses an update of nothing before anything is sent", async () => {
    const error = errorOf(await toolkit.call("kintone_update_space", { space_id: "3" }));
    expect(error).toMatchObject({ code: "invalid_input", message: expect.stringContaining("nothing to change") });
    expect(server.requests).toEqual([]);
  });

  it("hands kintone's refusals on", async () => {
    const widget = await toolkit.call("kintone_update_space", { space_id: "4", show_app_list: true });
    expect(errorOf(widget)).toMatchObject({ code: "invalid_input", issues: [{ path: ["showAppList"] }] });
    await using plain = connect(plainUser);
    expect(errorOf(await plain.call("kintone_update_space", { space_id: "3", name: "Mine" })).code).toBe("forbidden");
    expect(settingsOf(3)?.name).toBe("Accounts");
  });

  it("passes the contract", async () => {
    const examples = [
      { space_id: "3", name: "Finance" },
      { space_id: "3", app_creation: "EVERYONE", is_private: false },
    ];
    expect(await checkToolContract(kintoneUpdateSpace, { examples })).toEqual([]);
  });
});
