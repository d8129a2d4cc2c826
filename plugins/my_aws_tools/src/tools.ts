import { awsTools } from "@tsunagu/aws";
import type { PluginTools } from "@tsunagu/dify-adapter/runtime";
import { choices } from "./choices.ts";

/** What the plugin runs: every tool over AWS. Holding them loads no AWS client. */
export const myAwsTools: PluginTools = {
  name: "my_aws_tools",
  tools: awsTools,
  parameterOptions: choices,
  names: {
    "agentcore-browser-session-manager": "agentcore_browser_session_manager",
    "agentcore-browser-tool": "agentcore_browser_tool",
    opensearch_retrieve: "opensearch_knn_search",
    chinese_toxicity_detector: "sagemaker_chinese_toxicity_detector",
  },
};
