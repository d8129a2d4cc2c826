import { checkToolContract } from "@tsunagu/core/testing";
import { expect, it } from "vitest";
import { kintoneUploadFile } from "../file/upload-file.ts";
import { errorOf } from "../testing/local-kintone.ts";
import { installedPlugin, newPlugin, pluginFile, startPluginKintone } from "../testing/plugin-kintone.ts";
import { passwordOf, toolkitWith } from "../testing/toolkit-with.ts";
import { kintoneUpdatePlugin } from "./update-plugin.ts";

const { id } = installedPlugin;

it("kintone_update_plugin keeps the contract of a tool", async () => {
  const examples = [{ plugin_id: id, file_key: "abc" }];
  expect(await checkToolContract(kintoneUpdatePlugin, { examples })).toEqual([]);
});

it("kintone_update_plugin puts another version in place, and no other plug-in", async () => {
  await using server = await startPluginKintone();
  await using toolkit = toolkitWith(server, [kintoneUpdatePlugin, kintoneUploadFile], passwordOf());
  const update = async (plugin: typeof newPlugin) => {
    const uploaded = await toolkit.call("kintone_upload_file", { upload_file: [pluginFile(plugin)] });
    const file_key = uploaded._unsafeUnwrap().uploaded_files[0]?.fileKey ?? "";
    return toolkit.call("kintone_update_plugin", { plugin_id: id, file_key });
  };
  expect((await update({ ...installedPlugin, version: "4" }))._unsafeUnwrap()).toEqual({ plugin_id: id, version: "4" });
  expect(errorOf(await update(newPlugin))).toMatchObject({ code: "invalid_input", issues: [{ path: ["fileKey"] }] });
});
