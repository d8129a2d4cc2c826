import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetAppAcl } from "./get-app-acl.ts";
import { kintoneUpdateAppAcl } from "./update-app-acl.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_app_acl keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneGetAppAcl, { examples: [input, { ...input, preview: true }] })).toEqual([]);
});

it("kintone_get_app_acl tells permissions in use from those being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetAppAcl, kintoneUpdateAppAcl]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_app_acl", { ...input, preview }))._unsafeUnwrap();
  const before = await read(false);
  expect(before).toMatchObject({
    app_id: "1",
    rights: [{ entity: { type: "CREATOR", code: null } }, { recordViewable: true }],
    revision: "1",
  });
  await toolkit.call("kintone_update_app_acl", {
    ...input,
    rights: [{ entity: { type: "CREATOR" }, appEditable: true }],
  });
  expect(await read(false)).toEqual(before);
  expect(await read(true)).toMatchObject({
    rights: [{ entity: { type: "CREATOR" }, appEditable: true }],
    revision: "2",
  });
});
