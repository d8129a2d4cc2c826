import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDeployApp } from "./deploy-app.ts";
import { kintoneGetAppDeployStatus } from "./get-app-deploy-status.ts";

const tools = [kintoneGetAppDeployStatus, kintoneDeployApp] as const;

describe("kintone_get_app_deploy_status", () => {
  it("keeps the contract of a tool", async () => {
    expect(await checkToolContract(kintoneGetAppDeployStatus, { examples: [{ kintone_app_ids: ["1", "2"] }] })).toEqual(
      [],
    );
  });

  it("tells of each app how its deployment stands", async () => {
    await using server = await startTestKintone({ deployMs: 60_000 });
    server.addApp({ id: 2, name: "Other", fields: {} });
    await using toolkit = toolkitWith(server, tools, passwordOf());
    await toolkit.call("kintone_deploy_app", { apps: [{ kintone_app_id: "2" }] });
    const status = await toolkit.call("kintone_get_app_deploy_status", { kintone_app_ids: ["1", "2"] });
    expect(status._unsafeUnwrap()).toEqual({
      apps: [
        { app_id: "1", status: "SUCCESS" },
        { app_id: "2", status: "PROCESSING" },
      ],
    });
  });

  it("asks for more than 100 apps at once, up to 300", async () => {
    await using server = await startTestKintone();
    for (let id = 2; id <= 300; id++) server.addApp({ id, name: `App ${id}`, fields: {} });
    await using toolkit = toolkitWith(server, tools, passwordOf());
    const ids = Array.from({ length: 300 }, (_, index) => String(index + 1));
    const status = await toolkit.call("kintone_get_app_deploy_status", { kintone_app_ids: ids });
    expect(status._unsafeUnwrap().apps).toHaveLength(300);
    for (const kintone_app_ids of [[], [...ids, "301"]]) {
      expect(errorOf(await toolkit.call("kintone_get_app_deploy_status", { kintone_app_ids })).code).toBe(
        "invalid_input",
      );
    }
  });
});
