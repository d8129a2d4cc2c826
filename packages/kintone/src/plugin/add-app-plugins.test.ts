import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { installedPlugin, newPlugin, startPluginKintone } from "../testing/plugin-kintone.ts";
import { toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneAddAppPlugins } from "./add-app-plugins.ts";

const input = { kintone_app_id: "1", plugin_ids: [installedPlugin.id] };

it("kintone_add_app_plugins keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneAddAppPlugins, { examples: [input] })).toEqual([]);
});

it("kintone_add_app_plugins adds installed plug-ins once, and names one that is not installed", async () => {
  await using server = await startPluginKintone();
  await using toolkit = toolkitWith(server, [kintoneAddAppPlugins]);
  expect((await toolkit.call("kintone_add_app_plugins", input))._unsafeUnwrap()).toEqual({
    app_id: "1",
    revision: "2",
  });
  expect(server.app(1).settings.preview.plugins).toEqual([installedPlugin.id]);
  const wrong = { ...input, plugin_ids: [newPlugin.id] };
  for (const refused of [input, wrong]) {
    const error = errorOf(await toolkit.call("kintone_add_app_plugins", refused));
    expect(error).toMatchObject({ code: "invalid_input", issues: [{ path: ["ids", 0] }] });
  }
});
