import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetViews } from "./get-views.ts";
import { kintoneUpdateViews } from "./update-views.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_views keeps the contract of a tool", async () => {
  expect(
    await checkToolContract(kintoneGetViews, { examples: [input, { ...input, lang: "ja", preview: true }] }),
  ).toEqual([]);
});

it("kintone_get_views tells views in use from those being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetViews, kintoneUpdateViews]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_views", { ...input, preview }))._unsafeUnwrap();
  const views = {
    Open: { index: 0, type: "LIST" as const, fields: ["Code"], filterCond: 'Memo = ""', sort: "$id asc" },
  };
  await toolkit.call("kintone_update_views", { ...input, views });
  expect(await read(false)).toEqual({ app_id: "1", views: {}, revision: "1" });
  expect(await read(true)).toEqual({
    app_id: "1",
    views: { Open: { ...views.Open, id: "1", name: "Open", index: "0" } },
    revision: "2",
  });
});
