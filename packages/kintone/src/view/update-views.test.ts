import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetViews } from "./get-views.ts";
import { kintoneUpdateViews } from "./update-views.ts";

const tools = [kintoneUpdateViews, kintoneGetViews] as const;
const input = { kintone_app_id: "1" };
const views = {
  Open: { index: 0, type: "LIST" as const, fields: ["Code", "Rank"], filterCond: 'Memo = ""', sort: "Rank desc" },
  Month: { index: "1", type: "CALENDAR" as const, date: "Created_datetime", title: "Code" },
};

describe("kintone_update_views", () => {
  it("keeps the contract of a tool", async () => {
    expect(
      await checkToolContract(kintoneUpdateViews, {
        examples: [
          { ...input, views },
          { ...input, views: {} },
        ],
      }),
    ).toEqual([]);
    expect(kintoneUpdateViews.plan?.({ ...input, views: { Open: { index: 0, type: "LIST" } } })).toBe(
      'Replaces the views being prepared of kintone app 1 by 1: "Open".',
    );
  });

  it("takes back what kintone_get_views answered, changed; ids stay and what is left out is gone", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const first = await toolkit.run("kintone_update_views", { ...input, views, revision: "1" });
    expect(first._unsafeUnwrap()).toMatchObject({
      output: { app_id: "1", revision: "2", views: { Open: { id: "1" }, Month: { id: "2" } } },
      content: [{ text: "Set views in app 1 (settings revision 2). Not in use yet: call kintone_deploy_app." }],
    });
    const read = async () => (await toolkit.call("kintone_get_views", { ...input, preview: true }))._unsafeUnwrap();
    const { views: present, revision } = await read();
    const changed = { Month: { ...present["Month"], index: "0", name: "Calendar" } };
    const second = await toolkit.run("kintone_update_views", { ...input, views: changed, revision });
    expect(second._unsafeUnwrap()).toMatchObject({ output: { views: { Calendar: { id: "2" } } } });
    expect(Object.keys((await read()).views)).toEqual(["Calendar"]);
  });

  it("names the view that is wrong", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const refused = async (wrong: object) =>
      errorOf(await toolkit.run("kintone_update_views", { ...input, views: { Open: wrong } })).issues?.[0]?.path;
    expect(await refused({ type: "LIST" })).toEqual(["views", "Open", "index"]);
    expect(await refused({ index: 0, type: "GRID" })).toEqual(["views", "Open", "type"]);
    const conflict = await toolkit.call("kintone_update_views", { ...input, views, revision: "5" });
    expect(errorOf(conflict)).toMatchObject({ code: "conflict", message: expect.stringContaining("settings") });
  });
});
