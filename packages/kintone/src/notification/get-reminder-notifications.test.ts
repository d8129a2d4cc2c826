import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetReminderNotifications } from "./get-reminder-notifications.ts";
import { kintoneUpdateReminderNotifications } from "./update-reminder-notifications.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_reminder_notifications keeps the contract of a tool", async () => {
  expect(
    await checkToolContract(kintoneGetReminderNotifications, {
      examples: [input, { ...input, lang: "ja", preview: true }],
    }),
  ).toEqual([]);
});

it("kintone_get_reminder_notifications tells what is in use from what is being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetReminderNotifications, kintoneUpdateReminderNotifications]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_reminder_notifications", { ...input, preview }))._unsafeUnwrap();
  await toolkit.call("kintone_update_reminder_notifications", { ...input, timezone: "Asia/Tokyo" });
  expect(await read(false)).toEqual({ app_id: "1", notifications: [], timezone: "UTC", revision: "1" });
  expect(await read(true)).toMatchObject({ timezone: "Asia/Tokyo", revision: "2" });
});
