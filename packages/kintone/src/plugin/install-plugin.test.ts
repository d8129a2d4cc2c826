import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { kintoneUploadFile } from "../file/upload-file.ts";
import { errorOf } from "../testing/local-kintone.ts";
import { newPlugin, pluginFile, startPluginKintone } from "../testing/plugin-kintone.ts";
import { plainUser } from "../testing/space-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneGetPlugins } from "./get-plugins.ts";
import { kintoneInstallPlugin } from "./install-plugin.ts";

it("kintone_install_plugin keeps the contract of a tool", async () => {
  expect(await checkToolContract(kintoneInstallPlugin, { examples: [{ file_key: "abc" }] })).toEqual([]);
});

it("kintone_install_plugin installs an uploaded file once", async () => {
  await using server = await startPluginKintone();
  await using toolkit = toolkitWith(server, [kintoneInstallPlugin, kintoneUploadFile, kintoneGetPlugins], passwordOf());
  const install = async () => {
    const uploaded = await toolkit.call("kintone_upload_file", { upload_file: [pluginFile(newPlugin)] });
    const file_key = uploaded._unsafeUnwrap().uploaded_files[0]?.fileKey ?? "";
    return toolkit.call("kintone_install_plugin", { file_key });
  };
  expect((await install())._unsafeUnwrap()).toEqual({ plugin_id: newPlugin.id, version: "1" });
  expect((await toolkit.call("kintone_get_plugins", {}))._unsafeUnwrap().plugins).toHaveLength(2);
  expect(errorOf(await install())).toMatchObject({ code: "invalid_input", issues: [{ path: ["fileKey"] }] });
});

it("kintone_install_plugin is for administrators of kintone", async () => {
  await using server = await startPluginKintone();
  await using toolkit = toolkitWith(server, [kintoneInstallPlugin], passwordOf(plainUser));
  expect(errorOf(await toolkit.call("kintone_install_plugin", { file_key: "unknown" }))).toMatchObject({
    code: "forbidden",
    hint: expect.stringContaining("administer kintone"),
  });
});
