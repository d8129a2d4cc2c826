import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetFieldAcl } from "./get-field-acl.ts";
import { kintoneUpdateFieldAcl } from "./update-field-acl.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_field_acl keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneGetFieldAcl, { examples: [input, { ...input, preview: true }] })).toEqual([]);
});

it("kintone_get_field_acl tells permissions in use from those being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetFieldAcl, kintoneUpdateFieldAcl]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_field_acl", { ...input, preview }))._unsafeUnwrap();
  const before = await read(false);
  expect(before).toMatchObject({ app_id: "1", rights: [], revision: "1" });
  await toolkit.call("kintone_update_field_acl", {
    ...input,
    rights: [{ code: "Memo", entities: [{ entity: { type: "USER", code: "sato" }, accessibility: "READ" }] }],
  });
  expect(await read(false)).toEqual(before);
  expect(await read(true)).toMatchObject({
    rights: [{ code: "Memo", entities: [{ entity: { type: "USER", code: "sato" }, accessibility: "READ" }] }],
    revision: "2",
  });
});
