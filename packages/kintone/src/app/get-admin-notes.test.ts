import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetAdminNotes } from "./get-admin-notes.ts";
import { kintoneUpdateAdminNotes } from "./update-admin-notes.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_admin_notes keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneGetAdminNotes, { examples: [input, { ...input, preview: true }] })).toEqual([]);
});

it("kintone_get_admin_notes tells notes in use from those being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetAdminNotes, kintoneUpdateAdminNotes]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_admin_notes", { ...input, preview }))._unsafeUnwrap();
  await toolkit.call("kintone_update_admin_notes", { ...input, content: "<p>毎月1日に見直す</p>" });
  const nothing = { app_id: "1", content: "", include_in_template_and_duplicates: false, revision: "1" };
  expect(await read(false)).toEqual(nothing);
  expect(await read(true)).toEqual({ ...nothing, content: "<p>毎月1日に見直す</p>", revision: "2" });
});

it("kintone_get_admin_notes says who may read them", async () => {
  await using server = await startTestKintone();
  const tokens = [{ token: "ViewOnlyTokenViewOnly", permissions: ["view"] as const }];
  server.addApp({ id: 2, name: "Others", fields: {}, tokens });
  await using toolkit = toolkitWith(server, [kintoneGetAdminNotes], { kintone_api_token: "ViewOnlyTokenViewOnly" });
  expect(errorOf(await toolkit.call("kintone_get_admin_notes", { kintone_app_id: "2" }))).toMatchObject({
    code: "forbidden",
    hint: expect.stringContaining("manage the app"),
  });
});
