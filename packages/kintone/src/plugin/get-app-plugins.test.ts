import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { installedPlugin, startPluginKintone } from "../testing/plugin-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddAppPlugins } from "./add-app-plugins.ts";
import { kintoneGetAppPlugins } from "./get-app-plugins.ts";

const input = { kintone_app_id: "1" };

it("kintone_get_app_plugins keeps the contract of a tool", async () => {
  const examples = [input, { ...input, lang: "ja", preview: true }];
  expect(await checkToolContract(kintoneGetAppPlugins, { examples })).toEqual([]);
});

it("kintone_get_app_plugins tells plug-ins in use from those being prepared", async () => {
  await using server = await startPluginKintone();
  await using toolkit = toolkitWith(server, [kintoneGetAppPlugins, kintoneAddAppPlugins]);
  (await toolkit.call("kintone_add_app_plugins", { ...input, plugin_ids: [installedPlugin.id] }))._unsafeUnwrap();
  const read = async (preview: boolean) =>
    (await toolkit.call("kintone_get_app_plugins", { ...input, preview }))._unsafeUnwrap();
  expect(await read(false)).toEqual({ app_id: "1", plugins: [], revision: "1" });
  expect(await read(true)).toEqual({
    app_id: "1",
    plugins: [{ id: installedPlugin.id, name: "Calendar", enabled: true }],
    revision: "2",
  });
});
