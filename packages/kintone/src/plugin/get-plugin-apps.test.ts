import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { installedPlugin, startPluginKintone } from "../testing/plugin-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddAppPlugins } from "./add-app-plugins.ts";
import { kintoneGetPluginApps } from "./get-plugin-apps.ts";

const input = { plugin_id: installedPlugin.id };

it("kintone_get_plugin_apps keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneGetPluginApps, { examples: [input] })).toEqual([]);
});

it("kintone_get_plugin_apps lists the apps that have a plug-in", async () => {
  await using server = await startPluginKintone();
  await using toolkit = toolkitWith(server, [kintoneGetPluginApps, kintoneAddAppPlugins], passwordOf());
  const list = async () => (await toolkit.call("kintone_get_plugin_apps", input))._unsafeUnwrap();
  expect(await list()).toEqual({ ...input, apps: [], next_offset: null });
  await toolkit.call("kintone_add_app_plugins", { kintone_app_id: "1", plugin_ids: [installedPlugin.id] });
  expect(await list()).toEqual({ ...input, apps: [{ app_id: "1", name: "Tasks" }], next_offset: null });
});
