import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDirectoryKintone } from "../testing/directory-kintone.ts";
import { errorOf } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetUsers } from "./get-users.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (password?: string) =>
  toolkitWith(server, [kintoneGetUsers], { ...passwordOf(), ...(password && { kintone_password: password }) });
beforeAll(async () => {
  server = await startDirectoryKintone();
  toolkit = connect();
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});

const get = async (input: Parameters<typeof toolkit.call<"kintone_get_users">>[1]) =>
  (await toolkit.call("kintone_get_users", input))._unsafeUnwrap();

describe("kintone_get_users", () => {
  it("reads all, page by page", async () => {
    const first = await get({});
    expect(first.users).toHaveLength(100);
    expect(first.next_offset).toBe(100);
    expect(first.users[0]).toMatchObject({
      code: "sato",
      name: "佐藤",
      email: "sato@example.com",
      valid: true,
      timezone: "Asia/Tokyo",
      locale: "ja",
    });
    const second = await get({ offset: first.next_offset ?? 0 });
    expect(second).toMatchObject({ next_offset: null });
    expect(second.users).toHaveLength(31);
  });

  it("reads users by login name, by group and by organization", async () => {
    const codes = async (input: Parameters<typeof get>[0]) => (await get(input)).users.map(({ code }) => code);
    expect(await codes({ codes: ["user-2", "sato", "nobody"] })).toEqual(["sato", "user-2"]);
    expect(await codes({ group_code: "sales", limit: 2 })).toEqual(["user-1", "user-3"]);
    expect(await codes({ organization_code: "tokyo" })).toEqual(["user-1", "user-2", "user-3"]);
  });

  it("sends a long list of names in a body", async () => {
    const codes = Array.from({ length: 100 }, (_, index) => `${"x".repeat(100)}${index}`);
    expect(await get({ codes })).toEqual({ users: [], next_offset: null });
    expect(server.requests.at(-1)).toMatchObject({ method: "GET", path: "/v1/users.json", status: 200 });
  });

  it("says that there is no such group, that the password is wrong, and that two ways are too many", async () => {
    expect(errorOf(await toolkit.call("kintone_get_users", { group_code: "nope" }))).toMatchObject({
      code: "not_found",
      origin: { operation: "getGroupUsers" },
    });
    await using stranger = connect("Wrong-Password-1");
    expect(errorOf(await stranger.call("kintone_get_users", {})).code).toBe("unauthenticated");
    const both = await toolkit.call("kintone_get_users", { codes: ["a"], group_code: "b" });
    expect(errorOf(both).issues?.[0]?.path).toEqual(["codes"]);
  });

  it("passes the contract", async () => {
    const examples = [{}, { codes: ["sato"] }, { organization_code: "tokyo", offset: 5, limit: 10 }];
    expect(await checkToolContract(kintoneGetUsers, { examples })).toEqual([]);
  });
});
