import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { errorOf } from "../testing/local-kintone.ts";
import { installedPlugin, startPluginKintone } from "../testing/plugin-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUninstallPlugin } from "./uninstall-plugin.ts";

const input = { plugin_id: installedPlugin.id };

it("kintone_uninstall_plugin keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneUninstallPlugin, { examples: [input] })).toEqual([]);
});

it("kintone_uninstall_plugin takes a plug-in out of the domain", async () => {
  await using server = await startPluginKintone();
  await using toolkit = toolkitWith(server, [kintoneUninstallPlugin], passwordOf());
  const uninstall = () => toolkit.call("kintone_uninstall_plugin", input);
  expect((await uninstall())._unsafeUnwrap()).toEqual({ ...input, uninstalled: true });
  expect(errorOf(await uninstall())).toMatchObject({ code: "invalid_input", issues: [{ path: ["id"] }] });
});
