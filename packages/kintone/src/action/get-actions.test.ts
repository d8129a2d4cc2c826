import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetActions } from "./get-actions.ts";
import { kintoneUpdateActions } from "./update-actions.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_actions keeps the contract of a tool", async () => {
  expect(
    await checkToolContract(kintoneGetActions, { examples: [input, { ...input, lang: "ja", preview: true }] }),
  ).toEqual([]);
});

it("kintone_get_actions tells app actions in use from those being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetActions, kintoneUpdateActions]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_actions", { ...input, preview }))._unsafeUnwrap();
  const actions = {
    Order: { index: 0, destApp: { app: "1" }, mappings: [{ srcType: "RECORD_URL", destField: "Memo" }] },
  };
  await toolkit.call("kintone_update_actions", { ...input, actions });
  expect(await read(false)).toEqual({ app_id: "1", actions: {}, revision: "1" });
  expect(await read(true)).toMatchObject({
    actions: { Order: { id: "1", ...actions.Order, index: "0" } },
    revision: "2",
  });
});
