import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { plainUser, startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUpdateSpaceMembers } from "./update-space-members.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (more: Readonly<Record<string, string>> = {}) =>
  toolkitWith(server, [kintoneUpdateSpaceMembers], { ...passwordOf(), ...more });
beforeEach(async () => {
  server = await startSpaceKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const admin = { entity: { type: "USER" as const, code: "sato" }, is_admin: true };
const membersOf = (id: number) => server.spaces.find((space) => space.id === id)?.members;

describe("kintone_update_space_members", () => {
  it("replaces the members as a whole", async () => {
    const members = [admin, { entity: { type: "GROUP" as const, code: "sales" } }];
    const answer = await toolkit.call("kintone_update_space_members", { space_id: "3", members });
    expect(answer._unsafeUnwrap()).toEqual({ space_id: "3", member_count: 2 });
    expect(membersOf(3)).toEqual([
      { type: "USER", code: "sato", isAdmin: true, includeSubs: false },
      { type: "GROUP", code: "sales", isAdmin: false, includeSubs: false },
    ]);
  });

  it("refuses a list that nobody administers, a stranger, and another user's space", async () => {
    const orphaned = await toolkit.call("kintone_update_space_members", {
      space_id: "3",
      members: [{ ...admin, is_admin: false }],
    });
    expect(errorOf(orphaned)).toMatchObject({ code: "invalid_input", issues: [{ path: ["members"] }] });
    expect(server.requests).toEqual([]);
    const nobody = [{ ...admin, entity: { type: "USER" as const, code: "nobody" } }];
    const strange = await toolkit.call("kintone_update_space_members", { space_id: "3", members: nobody });
    expect(errorOf(strange).code).toBe("invalid_input");
    await using plain = toolkitWith(server, [kintoneUpdateSpaceMembers], passwordOf(plainUser));
    const other = await plain.call("kintone_update_space_members", { space_id: "3", members: [admin] });
    expect(errorOf(other).code).toBe("forbidden");
    expect(membersOf(3)).toHaveLength(2);
  });

  it("passes the contract", async () => {
    const examples = [{ space_id: "3", members: [admin] }];
    expect(await checkToolContract(kintoneUpdateSpaceMembers, { examples })).toEqual([]);
  });
});
