import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { installedPlugin, startPluginKintone } from "../testing/plugin-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddAppPlugins } from "./add-app-plugins.ts";
import { kintoneGetPlugins } from "./get-plugins.ts";
import { kintoneUninstallPlugin } from "./uninstall-plugin.ts";

it("kintone_get_plugins keeps the contract of a tool", async () => {
  const examples = [{}, { status: "required" }, { plugin_ids: [installedPlugin.id], limit: 1 }];
  expect(await checkToolContract(kintoneGetPlugins, { examples })).toEqual([]);
});

it("kintone_get_plugins lists what is installed, and what apps miss", async () => {
  await using server = await startPluginKintone();
  await using toolkit = toolkitWith(
    server,
    [kintoneGetPlugins, kintoneAddAppPlugins, kintoneUninstallPlugin],
    passwordOf(),
  );
  const { id } = installedPlugin;
  const shown = { ...installedPlugin, description: "", is_market_plugin: false };
  const list = async (more: object = {}) => (await toolkit.call("kintone_get_plugins", more))._unsafeUnwrap();
  expect(await list()).toEqual({ plugins: [shown], next_offset: null });
  expect(await list({ limit: 1 })).toEqual({ plugins: [shown], next_offset: 1 });
  expect(await list({ plugin_ids: ["abc"] })).toEqual({ plugins: [], next_offset: null });
  expect(await list({ status: "required" })).toEqual({ plugins: [], next_offset: null });
  await toolkit.call("kintone_add_app_plugins", { kintone_app_id: "1", plugin_ids: [id] });
  await toolkit.call("kintone_uninstall_plugin", { plugin_id: id });
  expect(await list()).toMatchObject({ plugins: [] });
  expect(await list({ status: "required" })).toMatchObject({ plugins: [{ id }] });
  const wrong = await toolkit.call("kintone_get_plugins", { status: "required", plugin_ids: [id] });
  expect(errorOf(wrong).issues).toMatchObject([{ path: ["plugin_ids"] }]);
});
