import { startTestKintone, testUser } from "./local-kintone.ts";
import { plainUser } from "./space-kintone.ts";

export const installedPlugin = { id: "djmhffjhfgmebgnmcggopedaofckljlj", name: "Calendar", version: "3" };
export const newPlugin = { id: "piaocapmknbcjempehanpoeepiopanmm", name: "Chart", version: "1" };

/** A local kintone with one plug-in installed. */
export const startPluginKintone = () => startTestKintone({ plugins: [installedPlugin], users: [testUser, plainUser] });

/** A plug-in's file, as the local kintone reads one. */
export const pluginFile = (plugin: typeof newPlugin) => ({
  uri: `data:application/zip;base64,${Buffer.from(JSON.stringify(plugin)).toString("base64")}`,
  name: "plugin.zip",
});
