export { checkPlugin } from "./check/check-plugin.ts";
export type { Catalog, Catalogs, FieldTexts, Locale, LocalizedText, ToolTexts } from "./manifest/localize.ts";
export { locales } from "./manifest/localize.ts";
export { type PluginFiles, pluginFiles } from "./manifest/plugin-files.ts";
export { readCatalogs } from "./manifest/read-catalogs.ts";
export { type DifyPlugin, definePlugin, type PluginIdentity, pluginTags } from "./plugin.ts";
export type { PluginTools } from "./runtime/plugin-tools.ts";
