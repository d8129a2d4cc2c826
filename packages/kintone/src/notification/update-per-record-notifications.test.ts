import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetPerRecordNotifications } from "./get-per-record-notifications.ts";
import { kintoneUpdatePerRecordNotifications } from "./update-per-record-notifications.ts";

const tools = [kintoneUpdatePerRecordNotifications, kintoneGetPerRecordNotifications] as const;
const input = { kintone_app_id: "1" };
const targets = [{ entity: { type: "USER" as const, code: "sato" } }];
const notifications = [{ filterCond: "Rank > 5", title: "High rank", targets }];

describe("kintone_update_per_record_notifications", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [
      { ...input, notifications },
      { ...input, notifications: [] },
    ];
    expect(await checkToolContract(kintoneUpdatePerRecordNotifications, { examples })).toEqual([]);
  });

  it("replaces the list", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const set = await toolkit.call("kintone_update_per_record_notifications", {
      ...input,
      notifications,
      revision: "1",
    });
    expect(set._unsafeUnwrap()).toEqual({ app_id: "1", revision: "2" });
    const read = await toolkit.call("kintone_get_per_record_notifications", { ...input, preview: true });
    expect(read._unsafeUnwrap().notifications).toMatchObject(notifications);
  });

  it("refuses one without targets, and one of a kind of person that kintone does not have", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const refused = async (change: object) =>
      errorOf(
        await toolkit.run("kintone_update_per_record_notifications", {
          ...input,
          notifications: [{ ...notifications[0], ...change }],
        }),
      ).issues?.[0]?.path;
    expect(await refused({ targets: [] })).toEqual(["notifications", 0, "targets"]);
    expect(await refused({ targets: [{ entity: { type: "ROBOT", code: "r2" } }] })).toEqual([
      "notifications",
      0,
      "targets",
      0,
      "entity",
    ]);
  });
});
