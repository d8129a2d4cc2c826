import type { PluginTools } from "@tsunagu/dify-adapter/runtime";
import { kintoneTools } from "@tsunagu/kintone";

/** What the plugin runs: every tool over kintone. */
export const kintoneIntegration: PluginTools = { name: "kintone_integration", tools: kintoneTools };
