import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetCustomize } from "./get-customize.ts";
import { kintoneUpdateCustomize } from "./update-customize.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_customize keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneGetCustomize, { examples: [input, { ...input, preview: true }] })).toEqual([]);
});

it("kintone_get_customize tells customization in use from that being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetCustomize, kintoneUpdateCustomize], passwordOf());
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_customize", { ...input, preview }))._unsafeUnwrap();
  const link = { type: "URL", url: "https://example.com/app.js" } as const;
  await toolkit.call("kintone_update_customize", { ...input, scope: "ADMIN", desktop: { js: [link] } });
  const nothing = { js: [], css: [] };
  expect(await read(false)).toEqual({ app_id: "1", scope: "ALL", desktop: nothing, mobile: nothing, revision: "1" });
  expect(await read(true)).toMatchObject({ scope: "ADMIN", desktop: { js: [link], css: [] }, revision: "2" });
});
