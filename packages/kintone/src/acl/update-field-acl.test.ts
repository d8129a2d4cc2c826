import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetFieldAcl } from "./get-field-acl.ts";
import { kintoneUpdateFieldAcl } from "./update-field-acl.ts";

const tools = [kintoneUpdateFieldAcl, kintoneGetFieldAcl] as const;
const input = { kintone_app_id: "1" };
const entity = { type: "USER" as const, code: "sato" };
const rights = [
  { code: "Memo", entities: [{ entity, accessibility: "NONE" as const }] },
  { code: "Rank", entities: [{ entity, includeSubs: false, accessibility: "WRITE" as const }] },
];

describe("kintone_update_field_acl", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [
      { ...input, rights },
      { ...input, rights: [] },
    ];
    expect(await checkToolContract(kintoneUpdateFieldAcl, { examples })).toEqual([]);
    expect(kintoneUpdateFieldAcl.plan?.({ ...input, rights: [] })).toContain("restricted then: none.");
  });

  it("replaces the list, and takes back what kintone_get_field_acl answered", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    (await toolkit.call("kintone_update_field_acl", { ...input, rights }))._unsafeUnwrap();
    const read = async () => (await toolkit.call("kintone_get_field_acl", { ...input, preview: true }))._unsafeUnwrap();
    const present = await read();
    expect(present).toMatchObject({ rights, revision: "2" });
    const again = await toolkit.run("kintone_update_field_acl", { ...input, rights: present.rights, revision: "2" });
    expect(again.isOk()).toBe(true);
    expect((await read()).rights).toEqual(present.rights);
  });

  it("refuses an accessibility that kintone does not have", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const wrong = [{ code: "Memo", entities: [{ entity, accessibility: "HIDE" }] }];
    const refused = errorOf(await toolkit.run("kintone_update_field_acl", { ...input, rights: wrong }));
    expect(refused.issues).toMatchObject([{ path: ["rights", 0, "entities", 0, "accessibility"] }]);
  });
});
