import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetRecordAcl } from "./get-record-acl.ts";
import { kintoneUpdateRecordAcl } from "./update-record-acl.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_record_acl keeps the contract of a tool", async () => {
  expect(
    await checkToolContract(kintoneGetRecordAcl, { examples: [input, { ...input, lang: "ja", preview: true }] }),
  ).toEqual([]);
});

it("kintone_get_record_acl tells permissions in use from those being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetRecordAcl, kintoneUpdateRecordAcl]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_record_acl", { ...input, preview }))._unsafeUnwrap();
  const before = await read(false);
  expect(before).toMatchObject({ app_id: "1", rights: [], revision: "1" });
  await toolkit.call("kintone_update_record_acl", {
    ...input,
    rights: [{ filterCond: "Rank > 5", entities: [{ entity: { type: "USER", code: "sato" }, viewable: true }] }],
  });
  expect(await read(false)).toEqual(before);
  expect(await read(true)).toMatchObject({
    rights: [{ filterCond: "Rank > 5", entities: [{ entity: { type: "USER", code: "sato" }, viewable: true }] }],
    revision: "2",
  });
});
