import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetGeneralNotifications } from "./get-general-notifications.ts";
import { kintoneUpdateGeneralNotifications } from "./update-general-notifications.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_general_notifications keeps the contract of a tool", async () => {
  expect(
    await checkToolContract(kintoneGetGeneralNotifications, { examples: [input, { ...input, preview: true }] }),
  ).toEqual([]);
});

it("kintone_get_general_notifications tells what is in use from what is being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetGeneralNotifications, kintoneUpdateGeneralNotifications]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_general_notifications", { ...input, preview }))._unsafeUnwrap();
  const notifications = [{ entity: { type: "USER", code: "sato" }, recordAdded: true }] as const;
  await toolkit.call("kintone_update_general_notifications", { ...input, notifications: [...notifications] });
  expect(await read(false)).toEqual({ app_id: "1", notifications: [], notify_to_commenter: true, revision: "1" });
  expect(await read(true)).toMatchObject({ notifications, notify_to_commenter: true, revision: "2" });
});
