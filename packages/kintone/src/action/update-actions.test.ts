import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetActions } from "./get-actions.ts";
import { kintoneUpdateActions } from "./update-actions.ts";

const tools = [kintoneUpdateActions, kintoneGetActions] as const;
const input = { kintone_app_id: "1" };
const actions = {
  Order: {
    index: 0,
    destApp: { app: "1" },
    mappings: [{ srcType: "FIELD", srcField: "Code", destField: "Memo" }],
    entities: [{ type: "GROUP", code: "everyone" }],
  },
};

describe("kintone_update_actions", () => {
  it("keeps the contract of a tool", async () => {
    expect(await checkToolContract(kintoneUpdateActions, { examples: [{ ...input, actions }] })).toEqual([]);
  });

  it("replaces the actions; ids stay with their names", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const set = async (given: Record<string, { index: number; name?: string }>) =>
      (await toolkit.call("kintone_update_actions", { ...input, actions: given }))._unsafeUnwrap();
    expect(await set(actions)).toEqual({ app_id: "1", revision: "2", actions: { Order: { id: "1" } } });
    expect((await set({ Order: { index: 1, name: "Buy" }, Copy: { index: 0 } })).actions).toEqual({
      Buy: { id: "1" },
      Copy: { id: "2" },
    });
    const { actions: present } = (
      await toolkit.call("kintone_get_actions", { ...input, preview: true })
    )._unsafeUnwrap();
    expect(present).toMatchObject({ Buy: { mappings: actions.Order.mappings } });
    expect(await set({})).toMatchObject({ actions: {} });
  });

  it("names the action that is wrong", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const refused = errorOf(await toolkit.run("kintone_update_actions", { ...input, actions: { Order: {} } }));
    expect(refused.issues).toMatchObject([{ path: ["actions", "Order", "index"] }]);
  });
});
