import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { kintoneUpdateStatuses } from "../record/update-statuses.ts";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDeployApp } from "./deploy-app.ts";
import { kintoneGetProcessManagement } from "./get-process-management.ts";
import { kintoneUpdateProcessManagement } from "./update-process-management.ts";

const input = { kintone_app_id: "1" };
const states = {
  Open: { index: 0 },
  Done: { index: 1, assignee: { type: "ANY" as const, entities: [{ entity: { type: "USER", code: "sato" } }] } },
};
const actions = [{ name: "Finish", from: "Open", to: "Done", filterCond: "Rank > 1" }];
const tools = [
  kintoneUpdateProcessManagement,
  kintoneGetProcessManagement,
  kintoneDeployApp,
  kintoneUpdateStatuses,
] as const;

describe("kintone_update_process_management", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [
      { ...input, enable: true, states, actions },
      { ...input, enable: false },
    ];
    expect(await checkToolContract(kintoneUpdateProcessManagement, { examples })).toEqual([]);
  });

  it("sets a process that works once it is deployed", async () => {
    await using server = await startTestKintone({ recordCount: 1, deployMs: 1 });
    await using toolkit = toolkitWith(server, tools);
    const change = { ...input, enable: true, states, actions };
    const changed = (await toolkit.call("kintone_update_process_management", change))._unsafeUnwrap();
    expect(changed).toEqual({ app_id: "1", revision: "2" });
    const read = async (preview: boolean) =>
      (await toolkit.call("kintone_get_process_management", { ...input, preview }))._unsafeUnwrap();
    expect(await read(false)).toMatchObject({ enable: false, states: null });
    expect(await read(true)).toMatchObject({
      enable: true,
      states: { Open: { index: "0", assignee: { type: "ONE" } }, Done: { index: "1", assignee: { type: "ANY" } } },
      actions: [{ ...actions[0], type: "PRIMARY" }],
    });
    (await toolkit.call("kintone_deploy_app", { apps: [{ kintone_app_id: "1" }] }))._unsafeUnwrap();
    const records = [{ id: "1", action: "Finish" }];
    expect((await toolkit.call("kintone_update_statuses", { ...input, records })).isOk()).toBe(true);
    expect(server.app(1).record(1)).toMatchObject({ Status: { value: "Done" } });
  });

  it("renames a status by its present name, and names what is wrong with an action", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const set = (more: object) => toolkit.run("kintone_update_process_management", { ...input, ...more });
    expect((await set({ states, actions })).isOk()).toBe(true);
    const renamed = { Open: { index: 0, name: "New" }, Done: { index: 1 } };
    expect(errorOf(await set({ states: renamed })).issues).toMatchObject([{ path: ["actions", 0, "from"] }]);
    expect((await set({ states: renamed, actions: [{ name: "Finish", from: "New", to: "Done" }] })).isOk()).toBe(true);
    const { states: present } = (
      await toolkit.call("kintone_get_process_management", { ...input, preview: true })
    )._unsafeUnwrap();
    expect(Object.keys(present ?? {})).toEqual(["New", "Done"]);
    expect(present).toMatchObject({ Done: { assignee: { type: "ANY" } } });
    expect(errorOf(await set({})).code).toBe("invalid_input");
  });
});
