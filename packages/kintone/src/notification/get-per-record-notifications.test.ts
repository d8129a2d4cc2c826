import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetPerRecordNotifications } from "./get-per-record-notifications.ts";
import { kintoneUpdatePerRecordNotifications } from "./update-per-record-notifications.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_per_record_notifications keeps the contract of a tool", async () => {
  expect(
    await checkToolContract(kintoneGetPerRecordNotifications, {
      examples: [input, { ...input, lang: "ja", preview: true }],
    }),
  ).toEqual([]);
});

it("kintone_get_per_record_notifications tells what is in use from what is being prepared", async () => {
  await using server = await startTestKintone();
  await using toolkit = toolkitWith(server, [kintoneGetPerRecordNotifications, kintoneUpdatePerRecordNotifications]);
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_per_record_notifications", { ...input, preview }))._unsafeUnwrap();
  const notifications = [
    { filterCond: "Rank > 5", title: "High", targets: [{ entity: { type: "USER", code: "sato" } }] },
  ] as const;
  const change = notifications.map(({ targets, ...more }) => ({ ...more, targets: [...targets] }));
  await toolkit.call("kintone_update_per_record_notifications", { ...input, notifications: change });
  expect(await read(false)).toEqual({ app_id: "1", notifications: [], revision: "1" });
  expect(await read(true)).toMatchObject({ notifications, revision: "2" });
});
