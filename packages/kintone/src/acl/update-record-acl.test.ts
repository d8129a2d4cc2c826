import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, oauthToken, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetRecordAcl } from "./get-record-acl.ts";
import { kintoneUpdateRecordAcl } from "./update-record-acl.ts";

const tools = [kintoneUpdateRecordAcl, kintoneGetRecordAcl] as const;
const input = { kintone_app_id: "1" };
const rights = [
  {
    filterCond: "Rank > 5",
    entities: [{ entity: { type: "FIELD_ENTITY" as const, code: "Created_by" }, viewable: true, editable: true }],
  },
  { entities: [{ entity: { type: "GROUP" as const, code: "everyone" }, viewable: true }] },
];

describe("kintone_update_record_acl", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [
      { ...input, rights },
      { ...input, rights: [] },
    ];
    expect(await checkToolContract(kintoneUpdateRecordAcl, { examples })).toEqual([]);
  });

  it("replaces the list; also with OAuth, by the scope of records", async () => {
    await using server = await startTestKintone();
    for (const credential of [undefined, { kintone_oauth_token: oauthToken }]) {
      await using toolkit = toolkitWith(server, tools, credential);
      (await toolkit.call("kintone_update_record_acl", { ...input, rights }))._unsafeUnwrap();
      const read = await toolkit.call("kintone_get_record_acl", { ...input, preview: true });
      expect(read._unsafeUnwrap().rights).toMatchObject([rights[0] ?? {}, { filterCond: "", ...rights[1] }]);
      (await toolkit.run("kintone_update_record_acl", { ...input, rights: [] }))._unsafeUnwrap();
    }
  });

  it("refuses an entry for nobody and one of an unknown kind", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const refused = async (entities: object[]) =>
      errorOf(await toolkit.run("kintone_update_record_acl", { ...input, rights: [{ entities }] })).issues?.[0]?.path;
    expect(await refused([])).toEqual(["rights", 0, "entities"]);
    expect(await refused([{ entity: { type: "CREATOR" } }])).toEqual(["rights", 0, "entities", 0, "entity"]);
  });
});
