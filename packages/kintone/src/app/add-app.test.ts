import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone, testUser } from "../testing/local-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddApp } from "./add-app.ts";
import { kintoneAddFormFields } from "./add-form-fields.ts";
import { kintoneDeployApp } from "./deploy-app.ts";
import { kintoneGetApp } from "./get-app.ts";

const tools = [kintoneAddApp, kintoneAddFormFields, kintoneDeployApp, kintoneGetApp] as const;

describe("kintone_add_app", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [{ name: "Deals" }, { name: "Deals", space_id: "7" }];
    expect(await checkToolContract(kintoneAddApp, { examples })).toEqual([]);
  });

  it("makes an app that is there once it is deployed", async () => {
    await using server = await startTestKintone({ deployMs: 0 });
    await using toolkit = toolkitWith(server, tools, passwordOf());
    const made = (await toolkit.run("kintone_add_app", { name: "商談" }))._unsafeUnwrap();
    expect(made).toMatchObject({
      output: { app_id: "2", revision: "2" },
      content: [{ text: "Made app 2. It cannot be used yet: call kintone_deploy_app." }],
    });
    const input = { kintone_app_id: "2" };
    expect(errorOf(await toolkit.call("kintone_get_app", input)).code).toBe("not_found");
    await toolkit.call("kintone_add_form_fields", { ...input, properties: { 金額: { type: "NUMBER" } } });
    (await toolkit.call("kintone_deploy_app", { apps: [input], wait: true }))._unsafeUnwrap();
    expect((await toolkit.call("kintone_get_app", input))._unsafeUnwrap().name).toBe("商談");
    expect(server.app(2).fields.byCode.has("金額")).toBe(true);
  });

  it("makes an app in a space, in its default thread", async () => {
    await using server = await startTestKintone({ deployMs: 0, spaces: [{ id: 7, name: "Sales" }] });
    await using toolkit = toolkitWith(server, tools, passwordOf());
    const { app_id } = (await toolkit.call("kintone_add_app", { name: "Deals", space_id: "7" }))._unsafeUnwrap();
    const input = { kintone_app_id: app_id };
    await toolkit.call("kintone_deploy_app", { apps: [input], wait: true });
    expect((await toolkit.call("kintone_get_app", input))._unsafeUnwrap().space_id).toBe("7");
    expect(errorOf(await toolkit.call("kintone_add_app", { name: "Deals", space_id: "8" })).code).toBe("not_found");
  });

  it("refuses a name of no or more than 64 characters", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools, passwordOf());
    for (const name of ["", "n".repeat(65)]) {
      expect(errorOf(await toolkit.call("kintone_add_app", { name })).issues).toMatchObject([{ path: ["name"] }]);
    }
  });

  it("says why it cannot be used: API tokens not at all, OAuth not in a space", async () => {
    const token = "oauth.settings.test.token.01";
    const oauthTokens = [{ token, user: testUser.code, scopes: ["k:app_settings:write"] }];
    await using server = await startTestKintone({ oauthTokens });
    await using byToken = toolkitWith(server, tools);
    expect(byToken.hidden.map(({ tool }) => tool.name)).toContain("kintone_add_app");
    await using byOAuth = toolkitWith(server, tools, { kintone_oauth_token: token });
    expect(errorOf(await byOAuth.call("kintone_add_app", { name: "A", space_id: "3" }))).toMatchObject({
      code: "unsupported",
      hint: expect.stringContaining("space_id"),
    });
    expect(server.requests).toEqual([]);
    expect((await byOAuth.call("kintone_add_app", { name: "A" })).isOk()).toBe(true);
  });
});
