import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { startSpaceKintone } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddSpaceFromTemplate } from "./add-space-from-template.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneAddSpaceFromTemplate], passwordOf());
beforeEach(async () => {
  server = await startSpaceKintone();
  toolkit = connect();
});
afterEach(async () => {
  await toolkit.close();
  await server.close();
});

const input = {
  template_id: "1",
  name: "新しいプロジェクト",
  members: [
    { entity: { type: "USER", code: "sato" }, is_admin: true },
    { entity: { type: "ORGANIZATION", code: "tokyo" }, include_subs: true },
  ] satisfies object[],
  is_private: true,
} as const;
const add = (more: object = {}) => toolkit.run("kintone_add_space_from_template", { ...input, ...more });

describe("kintone_add_space_from_template", () => {
  it("makes a space with its members", async () => {
    expect((await add())._unsafeUnwrap()).toMatchObject({ output: { space_id: "6" } });
    const made = server.spaces.find(({ id }) => id === 6);
    expect(made?.settings).toMatchObject({ name: "新しいプロジェクト", isPrivate: true, fixedMember: false });
    expect(made?.members).toEqual([
      { type: "USER", code: "sato", isAdmin: true, includeSubs: false },
      { type: "ORGANIZATION", code: "tokyo", isAdmin: false, includeSubs: true },
    ]);
  });

  it("refuses members without an administrator before anything is sent", async () => {
    const members = [{ entity: { type: "USER", code: "sato" } }];
    expect(errorOf(await add({ members }))).toMatchObject({ code: "invalid_input", issues: [{ path: ["members"] }] });
    expect(server.requests).toEqual([]);
  });

  it("says that there is no such template, and no such user", async () => {
    expect(errorOf(await add({ template_id: "9" })).code).toBe("not_found");
    const members = [{ entity: { type: "USER", code: "nobody" }, is_admin: true }];
    expect(errorOf(await add({ members })).code).toBe("invalid_input");
    expect(server.spaces).toHaveLength(3);
  });

  it("is not made twice: a lost answer is not tried again", async () => {
    server.faults.next({ kind: "cut_after_commit" }, { method: "POST" });
    expect(errorOf(await add())).toMatchObject({ code: "unavailable", retryable: false });
    expect(server.spaces).toHaveLength(4);
  });

  it("passes the contract", async () => {
    const members = input.members.map((member) => ({ ...member }));
    expect(await checkToolContract(kintoneAddSpaceFromTemplate, { examples: [{ ...input, members }] })).toEqual([]);
  });
});
