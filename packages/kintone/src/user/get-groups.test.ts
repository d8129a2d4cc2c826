import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDirectoryKintone } from "../testing/directory-kintone.ts";
import { errorOf } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetGroups } from "./get-groups.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneGetGroups], passwordOf());
beforeAll(async () => {
  server = await startDirectoryKintone();
  toolkit = connect();
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});

const get = async (input: Parameters<typeof toolkit.call<"kintone_get_groups">>[1]) =>
  (await toolkit.call("kintone_get_groups", input))._unsafeUnwrap();

describe("kintone_get_groups", () => {
  it("reads all, page by page, and those with given codes", async () => {
    const first = await get({ limit: 1 });
    expect(first).toEqual({
      groups: [{ code: "sales", name: "営業", id: "1", description: null }],
      next_offset: 1,
    });
    expect(await get({ limit: 10, offset: 1 })).toMatchObject({ groups: [{ code: "board" }], next_offset: null });
    expect(await get({ codes: ["board"] })).toMatchObject({ groups: [{ code: "board" }] });
  });

  it("reads those that a user is in", async () => {
    expect(await get({ user_code: "user-1" })).toMatchObject({ groups: [{ code: "sales" }], next_offset: null });
    expect((await get({ user_code: "sato" })).groups).toEqual([]);
    expect((await get({ user_code: "user-1", offset: 1 })).groups).toEqual([]);
  });

  it("says that there is no such user, and that two ways are too many", async () => {
    const nobody = await toolkit.call("kintone_get_groups", { user_code: "nobody" });
    expect(errorOf(nobody)).toMatchObject({ code: "not_found", origin: { operation: "getUserGroups" } });
    const both = await toolkit.call("kintone_get_groups", { codes: ["a"], user_code: "b" });
    expect(errorOf(both).issues?.[0]?.path).toEqual(["codes"]);
  });

  it("passes the contract", async () => {
    const examples = [{}, { codes: ["sales"] }, { user_code: "sato", limit: 5 }];
    expect(await checkToolContract(kintoneGetGroups, { examples })).toEqual([]);
  });
});
