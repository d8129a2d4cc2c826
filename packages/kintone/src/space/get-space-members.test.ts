import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { plainUser, startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetSpaceMembers } from "./get-space-members.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = (more: Readonly<Record<string, string>> = {}) =>
  toolkitWith(server, [kintoneGetSpaceMembers], { ...passwordOf(), ...more });
beforeEach(async () => {
  server = await startSpaceKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

describe("kintone_get_space_members", () => {
  it("reads users and organizations, and who administers the space", async () => {
    const answer = (await toolkit.run("kintone_get_space_members", { space_id: "3" }))._unsafeUnwrap();
    expect(answer).toMatchObject({
      output: {
        space_id: "3",
        members: [
          { entity: { type: "USER", code: "sato" }, is_admin: true, is_implicit: false, include_subs: null },
          { entity: { type: "ORGANIZATION", code: "tokyo" }, is_admin: false, include_subs: true },
        ],
      },
      content: [{ type: "text", text: "USER sato (administrator)\nORGANIZATION tokyo" }],
    });
  });

  it("hides a private space's members from others", async () => {
    await using plain = toolkitWith(server, [kintoneGetSpaceMembers], passwordOf(plainUser));
    expect(errorOf(await plain.call("kintone_get_space_members", { space_id: "4" })).code).toBe("forbidden");
    expect(errorOf(await plain.call("kintone_get_space_members", { space_id: "99" })).code).toBe("not_found");
  });

  it("passes the contract", async () => {
    expect(await checkToolContract(kintoneGetSpaceMembers, { examples: [{ space_id: "3" }] })).toEqual([]);
  });
});
