import { awsTools } from "@tsunagu/aws";
import type { PluginTools } from "@tsunagu/dify-adapter/runtime";

/** What the plugin runs: every tool over AWS. Holding them loads no AWS client. */
export const myAwsTools: PluginTools = { name: "my_aws_tools", tools: awsTools };
