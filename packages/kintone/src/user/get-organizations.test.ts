import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDirectoryKintone } from "../testing/directory-kintone.ts";
import { errorOf } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetOrganizations } from "./get-organizations.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneGetOrganizations], passwordOf());
beforeAll(async () => {
  server = await startDirectoryKintone();
  toolkit = connect();
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});

const get = async (input: Parameters<typeof toolkit.call<"kintone_get_organizations">>[1]) =>
  (await toolkit.call("kintone_get_organizations", input))._unsafeUnwrap();

describe("kintone_get_organizations", () => {
  it("reads all, page by page, and those with given codes", async () => {
    const first = await get({ limit: 1 });
    expect(first).toEqual({
      organizations: [{ code: "tokyo", name: "東京", id: "1", parent_code: null, description: null }],
      next_offset: 1,
    });
    expect(await get({ limit: 10, offset: 1 })).toMatchObject({
      organizations: [{ code: "osaka" }],
      next_offset: null,
    });
    expect(await get({ codes: ["osaka"] })).toMatchObject({ organizations: [{ code: "osaka" }] });
  });

  it("reads those that a user is in", async () => {
    expect(await get({ user_code: "user-1" })).toMatchObject({ organizations: [{ code: "tokyo" }], next_offset: null });
    expect((await get({ user_code: "sato" })).organizations).toEqual([]);
    expect((await get({ user_code: "user-1", offset: 1 })).organizations).toEqual([]);
  });

  it("says that there is no such user, and that two ways are too many", async () => {
    const nobody = await toolkit.call("kintone_get_organizations", { user_code: "nobody" });
    expect(errorOf(nobody)).toMatchObject({ code: "not_found", origin: { operation: "getUserOrganizations" } });
    const both = await toolkit.call("kintone_get_organizations", { codes: ["a"], user_code: "b" });
    expect(errorOf(both).issues?.[0]?.path).toEqual(["codes"]);
  });

  it("passes the contract", async () => {
    const examples = [{}, { codes: ["tokyo"] }, { user_code: "sato", limit: 5 }];
    expect(await checkToolContract(kintoneGetOrganizations, { examples })).toEqual([]);
  });
});
