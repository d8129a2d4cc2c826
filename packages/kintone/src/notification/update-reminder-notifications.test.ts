import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetReminderNotifications } from "./get-reminder-notifications.ts";
import { kintoneUpdateReminderNotifications } from "./update-reminder-notifications.ts";

const tools = [kintoneUpdateReminderNotifications, kintoneGetReminderNotifications] as const;
const input = { kintone_app_id: "1" };
const targets = [{ entity: { type: "USER" as const, code: "sato" } }];
const notifications = [
  { timing: { code: "Created_datetime", daysLater: 3, hoursLater: "-2" }, title: "Look", targets },
  { timing: { code: "Created_datetime", daysLater: "-1", time: "09:00" }, filterCond: "Rank > 1", targets },
];

describe("kintone_update_reminder_notifications", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [
      { ...input, notifications },
      { ...input, timezone: "Asia/Tokyo" },
    ];
    expect(await checkToolContract(kintoneUpdateReminderNotifications, { examples })).toEqual([]);
  });

  it("replaces the list and sets the time zone", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const change = { ...input, notifications, timezone: "Asia/Tokyo" };
    expect((await toolkit.call("kintone_update_reminder_notifications", change))._unsafeUnwrap()).toEqual({
      app_id: "1",
      revision: "2",
    });
    const read = await toolkit.call("kintone_get_reminder_notifications", { ...input, preview: true });
    expect(read._unsafeUnwrap()).toMatchObject({ notifications, timezone: "Asia/Tokyo" });
  });

  it("refuses a timing of two kinds, and an empty change", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const refused = async (change: object) =>
      errorOf(await toolkit.run("kintone_update_reminder_notifications", { ...input, ...change }));
    const both = { code: "Created_datetime", daysLater: 1, hoursLater: 1, time: "09:00" };
    expect((await refused({ notifications: [{ timing: both, targets }] })).issues?.[0]?.path).toEqual([
      "notifications",
      0,
      "timing",
    ]);
    expect((await refused({})).message).toContain("give notifications or timezone");
  });
});
