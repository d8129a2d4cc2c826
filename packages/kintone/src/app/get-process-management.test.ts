import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { startTestKintone, testToken } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetProcessManagement } from "./get-process-management.ts";

it("kintone_get_process_management keeps the contract of a tool", async () => {
  const examples = [{ kintone_app_id: "1" }, { kintone_app_id: "1", lang: "zh", preview: true }];
  expect(await checkToolContract(kintoneGetProcessManagement, { examples })).toEqual([]);
});

it("kintone_get_process_management gives statuses and actions; null where none were set", async () => {
  await using server = await startTestKintone();
  const process = { enable: true, states: ["Open", "Done"], actions: [{ name: "Finish", from: "Open", to: "Done" }] };
  const tokens = [{ token: "ProcessToken00", permissions: ["view", "manage"] as const }];
  server.addApp({ id: 2, name: "Flow", fields: {}, process, tokens });
  const credential = { kintone_api_token: `${testToken},ProcessToken00` };
  await using toolkit = toolkitWith(server, [kintoneGetProcessManagement], credential);
  const read = async (kintone_app_id: string, preview: boolean) =>
    (await toolkit.call("kintone_get_process_management", { kintone_app_id, preview }))._unsafeUnwrap();
  expect(await read("1", false)).toEqual({ app_id: "1", enable: false, states: null, actions: null, revision: "1" });
  for (const preview of [false, true]) {
    expect(await read("2", preview)).toMatchObject({
      enable: true,
      states: { Open: { index: "0", assignee: { type: "ONE", entities: [] } }, Done: { index: "1" } },
      actions: [{ name: "Finish", from: "Open", to: "Done", filterCond: "", type: "PRIMARY" }],
    });
  }
});
