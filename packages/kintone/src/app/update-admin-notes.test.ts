import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUpdateAdminNotes } from "./update-admin-notes.ts";

const input = { kintone_app_id: "1" };

it("kintone_update_admin_notes keeps the contract of a tool", async () => {
  const examples = [
    { ...input, content: "x" },
    { ...input, include_in_template_and_duplicates: true },
  ];
  expect(await checkToolContract(kintoneUpdateAdminNotes, { examples })).toEqual([]);
});

it("kintone_update_admin_notes changes what is given, at the revision that is expected", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneUpdateAdminNotes]);
  const set = (more: object) => toolkit.run("kintone_update_admin_notes", { ...input, ...more });
  expect((await set({ content: "first" }))._unsafeUnwrap()).toMatchObject({ output: { app_id: "1", revision: "2" } });
  expect((await set({ include_in_template_and_duplicates: true, revision: "2" })).isOk()).toBe(true);
  expect(server.app(1).settings.preview.sections["app/adminNotes"]).toEqual({
    content: "first",
    includeInTemplateAndDuplicates: true,
  });
  expect(errorOf(await set({ content: "late", revision: "2" }))).toMatchObject({ code: "conflict" });
  expect(errorOf(await set({}))).toMatchObject({ code: "invalid_input" });
});
