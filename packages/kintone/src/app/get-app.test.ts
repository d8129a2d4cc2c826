import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetApp } from "./get-app.ts";

it("kintone_get_app keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneGetApp, { examples: [{ kintone_app_id: "1" }] })).toEqual([]);
});

it("kintone_get_app tells what an app is; what it has not is null", async () => {
  const now = () => new Date("2026-01-31T09:30:00Z");
  await using server = await startTestKintone({ now });
  await using toolkit = toolkitWith(server, [kintoneGetApp]);
  const administrator = { code: "Administrator", name: "Administrator" };
  expect((await toolkit.call("kintone_get_app", { kintone_app_id: "1" }))._unsafeUnwrap()).toEqual({
    app_id: "1",
    code: "",
    name: "Tasks",
    description: "",
    space_id: null,
    thread_id: null,
    created_at: "2026-01-31T09:30:00.000Z",
    creator: administrator,
    modified_at: "2026-01-31T09:30:00.000Z",
    modifier: administrator,
  });
  expect(errorOf(await toolkit.call("kintone_get_app", { kintone_app_id: "9" }))).toMatchObject({
    code: "not_found",
    origin: { code: "GAIA_AP01", operation: "getApp" },
  });
});
