import { awsService } from "../service.ts";
import type { AwsClientConfig } from "../session.ts";

/** Amazon Bedrock's control plane for knowledge bases, data sources and ingestion jobs. */
export const bedrockAgent = awsService(
  "bedrock-agent",
  () => import("@aws-sdk/client-bedrock-agent"),
  (sdk, config) => new sdk.BedrockAgentClient({ ...config, ...ownIdentity(config) }),
);

/** Amazon Bedrock's knowledge bases in use: retrieval, answers, reranking. */
export const bedrockAgentRuntime = awsService(
  "bedrock-agent-runtime",
  async () => ({ ...(await import("@aws-sdk/client-bedrock-agent-runtime")), ...(await overHttp1()) }),
  (sdk, config) =>
    new sdk.BedrockAgentRuntimeClient({
      ...config,
      ...ownIdentity(config),
      requestHandler: new sdk.NodeHttpHandler(config.requestHandler),
    }),
);

/** Amazon Bedrock's models and guardrails in use. */
export const bedrockRuntime = awsService(
  "bedrock-runtime",
  async () => ({ ...(await import("@aws-sdk/client-bedrock-runtime")), ...(await overHttp1()) }),
  (sdk, config) =>
    new sdk.BedrockRuntimeClient({
      ...config,
      ...ownIdentity(config),
      requestHandler: new sdk.NodeHttpHandler(config.requestHandler),
    }),
);

/** Amazon Bedrock's models, for what is made and paid each time: sent once, because what was made is lost with its answer. */
export const bedrockRuntimeOnce = awsService(
  "bedrock-runtime-invoke",
  async () => ({ ...(await import("@aws-sdk/client-bedrock-runtime")), ...(await overHttp1()) }),
  (sdk, config) =>
    new sdk.BedrockRuntimeClient({
      ...config,
      ...ownIdentity(config),
      maxAttempts: 1,
      requestHandler: new sdk.NodeHttpHandler(config.requestHandler),
    }),
);

/** The runtime clients speak HTTP/2 by default, where neither a proxy nor the session's sockets and time limits apply. */
const overHttp1 = () => import("@smithy/node-http-handler");

/**
 * A Bedrock API key in the environment belongs to whoever runs the process: a connection with credentials of its own never
 * uses it.
 */
const ownIdentity = ({ credentials }: AwsClientConfig): { authSchemePreference?: string[] } =>
  credentials === undefined ? {} : { authSchemePreference: ["sigv4"] };
