import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetAppAcl } from "./get-app-acl.ts";
import { kintoneUpdateAppAcl } from "./update-app-acl.ts";

const tools = [kintoneUpdateAppAcl, kintoneGetAppAcl] as const;
const input = { kintone_app_id: "1" };
const rights = [
  { entity: { type: "CREATOR" as const }, appEditable: true, recordViewable: true },
  { entity: { type: "ORGANIZATION" as const, code: "sales" }, includeSubs: true, recordViewable: true },
];

describe("kintone_update_app_acl", () => {
  it("keeps the contract of a tool", async () => {
    expect(await checkToolContract(kintoneUpdateAppAcl, { examples: [{ ...input, rights, revision: "2" }] })).toEqual(
      [],
    );
  });

  it("replaces the list, and takes back what kintone_get_app_acl answered", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const read = async () => (await toolkit.call("kintone_get_app_acl", { ...input, preview: true }))._unsafeUnwrap();
    const before = await read();
    expect((await toolkit.call("kintone_update_app_acl", { ...input, rights }))._unsafeUnwrap()).toEqual({
      app_id: "1",
      revision: "2",
    });
    expect((await read()).rights).toMatchObject(rights);
    expect((await toolkit.run("kintone_update_app_acl", { ...input, rights: before.rights })).isOk()).toBe(true);
    expect((await read()).rights).toEqual(before.rights);
  });

  it("refuses a misspelt permission, which kintone would drop, and an empty list", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const refused = async (given: object[]) =>
      errorOf(await toolkit.run("kintone_update_app_acl", { ...input, rights: given })).issues?.[0];
    expect(await refused([{ ...rights[0], recordViewble: true }])).toMatchObject({
      path: ["rights", 0],
      message: expect.stringContaining("recordViewble"),
    });
    expect(await refused([])).toMatchObject({ path: ["rights"] });
    expect(server.requests).toEqual([]);
  });
});
