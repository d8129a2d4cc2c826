import { checkToolContract } from "@tsunagu/core/testing";
import { describe, expect, it } from "vitest";
import { errorOf, startTestKintone } from "../testing/local-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneDeployApp } from "./deploy-app.ts";
import { kintoneGetApp } from "./get-app.ts";
import { kintoneGetGeneralSettings } from "./get-general-settings.ts";
import { kintoneUpdateGeneralSettings } from "./update-general-settings.ts";

const tools = [kintoneUpdateGeneralSettings, kintoneGetGeneralSettings, kintoneDeployApp, kintoneGetApp] as const;
const input = { kintone_app_id: "1" };
const changes = {
  name: "仕事",
  description: "<div>All of it</div>",
  theme: "BLUE",
  title_field: { selectionMode: "MANUAL", code: "Code" },
  enable_comments: false,
  number_precision: { decimalPlaces: 2 },
  first_month_of_fiscal_year: 4,
} as const;

describe("kintone_update_general_settings", () => {
  it("keeps the contract of a tool", async () => {
    const examples = [{ ...input, ...changes, revision: "3" }];
    expect(await checkToolContract(kintoneUpdateGeneralSettings, { examples })).toEqual([]);
    expect(kintoneUpdateGeneralSettings.plan?.({ ...input, name: "N", theme: "RED" })).toBe(
      "Changes name, theme in the settings being prepared of kintone app 1.",
    );
  });

  it("changes what is given, leaves the rest, and puts it to use when deployed", async () => {
    await using server = await startTestKintone({ deployMs: 0 });
    await using toolkit = toolkitWith(server, tools);
    const changed = await toolkit.call("kintone_update_general_settings", { ...input, ...changes, revision: "1" });
    expect(changed._unsafeUnwrap()).toEqual({ app_id: "1", revision: "2" });
    const read = async (preview: boolean) =>
      (await toolkit.call("kintone_get_general_settings", { ...input, preview }))._unsafeUnwrap();
    expect(await read(true)).toMatchObject({
      ...changes,
      number_precision: { digits: "16", decimalPlaces: "2", roundingMode: "HALF_EVEN" },
      first_month_of_fiscal_year: "4",
      enable_thumbnails: true,
    });
    expect((await read(false)).name).toBe("Tasks");
    (await toolkit.call("kintone_deploy_app", { apps: [input], wait: true }))._unsafeUnwrap();
    expect((await toolkit.call("kintone_get_app", input))._unsafeUnwrap().name).toBe("仕事");
  });

  it("sets an uploaded image as the icon", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const fileKey = server.addFile({ name: "icon.png", contentType: "image/png", data: new Uint8Array(3) });
    const icon = { type: "FILE", file: { fileKey } } as const;
    (await toolkit.call("kintone_update_general_settings", { ...input, icon }))._unsafeUnwrap();
    const settings = (await toolkit.call("kintone_get_general_settings", { ...input, preview: true }))._unsafeUnwrap();
    expect(settings.icon).toMatchObject({ type: "FILE", file: { name: "icon.png", size: "3" } });
    const again = errorOf(await toolkit.call("kintone_update_general_settings", { ...input, icon }));
    expect(again.issues).toMatchObject([{ path: ["icon", "file", "fileKey"] }]);
  });

  it("names the field that is wrong in our words, and needs at least one", async () => {
    await using server = await startTestKintone();
    await using toolkit = toolkitWith(server, tools);
    const refuse = async (settings: object) =>
      errorOf(await toolkit.run("kintone_update_general_settings", { ...input, ...settings }));
    expect((await refuse({ title_field: { selectionMode: "MANUAL", code: "Nope" } })).issues).toMatchObject([
      { path: ["title_field", "code"] },
    ]);
    server.clearRequests();
    expect((await refuse({})).message).toContain("at least one of name, description");
    for (const wrong of [
      { name: "" },
      { name: "n".repeat(65) },
      { theme: "CLIPS" },
      { first_month_of_fiscal_year: 13 },
    ]) {
      expect(await refuse(wrong)).toMatchObject({ code: "invalid_input", issues: [{ path: Object.keys(wrong) }] });
    }
    expect(server.requests).toEqual([]);
  });
});
