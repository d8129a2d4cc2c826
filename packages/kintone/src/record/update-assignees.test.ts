import { checkToolContract } from "@tsunagu/core/testing";
import type { LocalKintone } from "@tsunagu/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { processApp, processToken } from "../testing/process-app.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUpdateAssignees } from "./update-assignees.ts";

let server: LocalKintone;
let toolkit: ReturnType<typeof connect>;
const connect = () => toolkitWith(server, [kintoneUpdateAssignees], { kintone_api_token: processToken });
beforeAll(async () => {
  server = await startTestKintone();
  server.addApp(processApp(1));
  toolkit = connect();
});
afterAll(async () => {
  await toolkit.close();
  await server.close();
});

const assign = (assignees: string[], more: object = {}) =>
  toolkit.call("kintone_update_assignees", { kintone_app_id: "5", record_id: "1", assignees, ...more });

describe("kintone_update_assignees", () => {
  it("replaces the assignees, and removes them", async () => {
    expect((await assign(["sato"]))._unsafeUnwrap()).toEqual({
      app_id: "5",
      record_id: "1",
      assignees: ["sato"],
      revision: "2",
    });
    expect(server.app(5).record(1)).toMatchObject({ Assignee: { value: [{ code: "sato" }] } });
    expect((await assign([], { revision: "2" })).isOk()).toBe(true);
    expect(server.app(5).record(1)).toMatchObject({ Assignee: { value: [] } });
  });

  it("refuses an old revision, a user that does not exist and an app without a process", async () => {
    expect(errorOf(await assign(["sato"], { revision: "1" }))).toMatchObject({ code: "conflict" });
    expect(errorOf(await assign(["nobody"]))).toMatchObject({
      code: "invalid_input",
      origin: { operation: "updateRecordAssignees" },
    });
    expect(errorOf(await assign(["sato"], { kintone_app_id: "1" })).code).toBe("forbidden");
  });

  it("passes the contract", async () => {
    const examples = [{ kintone_app_id: "5", record_id: "1", assignees: ["sato", "mori"] }];
    expect(await checkToolContract(kintoneUpdateAssignees, { examples })).toEqual([]);
  });
});
