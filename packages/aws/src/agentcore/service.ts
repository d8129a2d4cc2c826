import { awsService } from "../service.ts";

/** Amazon Bedrock AgentCore, for what can be asked again. */
export const agentcore = awsService(
  "bedrock-agentcore",
  () => import("@aws-sdk/client-bedrock-agentcore"),
  (sdk, config) => new sdk.BedrockAgentCoreClient(config),
);

/** Amazon Bedrock AgentCore, for running code: sent once, because code whose answer was lost has run all the same. */
export const agentcoreOnce = awsService(
  "bedrock-agentcore-invoke",
  () => import("@aws-sdk/client-bedrock-agentcore"),
  (sdk, config) => new sdk.BedrockAgentCoreClient({ ...config, maxAttempts: 1 }),
);

/** The control plane of Amazon Bedrock AgentCore: the resources themselves. */
export const agentcoreControl = awsService(
  "bedrock-agentcore-control",
  () => import("@aws-sdk/client-bedrock-agentcore-control"),
  (sdk, config) => new sdk.BedrockAgentCoreControlClient(config),
);
