import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetGeneralNotifications } from "./get-general-notifications.ts";
import { kintoneUpdateGeneralNotifications } from "./update-general-notifications.ts";

const tools = [kintoneUpdateGeneralNotifications, kintoneGetGeneralNotifications] as const;
const input = { kintone_app_id: "1" };
const notifications = [
  { entity: { type: "ORGANIZATION" as const, code: "sales" }, includeSubs: true, recordAdded: true },
  { entity: { type: "FIELD_ENTITY" as const, code: "Created_by" }, commentAdded: true, statusChanged: false },
];

describe("kintone_update_general_notifications", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [
      { ...input, notifications, notify_to_commenter: false },
      { ...input, notify_to_commenter: true },
    ];
    expect(await checkToolContract(kintoneUpdateGeneralNotifications, { examples })).toEqual([]);
  });

  it("replaces the list, and leaves it where only the commenters' setting is given", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const set = async (change: object) =>
      (await toolkit.run("kintone_update_general_notifications", { ...input, ...change }))._unsafeUnwrap();
    expect(await set({ notifications })).toMatchObject({ output: { app_id: "1", revision: "2" } });
    expect(await set({ notify_to_commenter: false })).toMatchObject({ output: { revision: "3" } });
    const read = await toolkit.call("kintone_get_general_notifications", { ...input, preview: true });
    expect(read._unsafeUnwrap()).toMatchObject({ notifications, notify_to_commenter: false });
    await set({ notifications: read._unsafeUnwrap().notifications });
  });

  it("refuses a misspelt occasion and an empty change", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const refused = async (change: object) =>
      errorOf(await toolkit.run("kintone_update_general_notifications", { ...input, ...change }));
    const [first] = notifications;
    expect((await refused({ notifications: [{ ...first, recordAded: true }] })).issues?.[0]?.path).toEqual([
      "notifications",
      0,
    ]);
    expect((await refused({})).message).toContain("give notifications or notify_to_commenter");
  });
});
