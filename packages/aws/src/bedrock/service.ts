import { awsService } from "../service.ts";
import type { AwsClientConfig } from "../session.ts";

/** Amazon Bedrock's control plane for knowledge bases, data sources and ingestion jobs. */
export const bedrockAgent = awsService(
  "bedrock-agent",
  () => import("@aws-sdk/client-bedrock-agent"),
  (sdk, config) => new sdk.BedrockAgentClient(config),
);

/** Amazon Bedrock's knowledge bases in use: retrieval, answers, reranking. */
export const bedrockAgentRuntime = awsService(
  "bedrock-agent-runtime",
  async () => ({ ...(await import("@aws-sdk/client-bedrock-agent-runtime")), ...(await overHttp1()) }),
  (sdk, config) =>
    new sdk.BedrockAgentRuntimeClient({
      ...config,
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
      ...identityOf(config),
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
      ...identityOf(config),
      maxAttempts: 1,
      requestHandler: new sdk.NodeHttpHandler(config.requestHandler),
    }),
);

/** The runtime clients speak HTTP/2 by default, where neither a proxy nor the session's sockets and time limits apply. */
const overHttp1 = () => import("@smithy/node-http-handler");

/**
 * What requests to Bedrock's runtime are made with: the API key, else a signature. An API key of the environment belongs to
 * whoever runs the process: a connection with credentials or an endpoint of its own never uses it. Bedrock's agents accept no such key.
 *
 * @see Amazon Bedrock User Guide, Amazon Bedrock API keys
 */
const identityOf = ({ bedrockApiKey, credentials, endpoint }: AwsClientConfig): RuntimeIdentity => {
  if (bedrockApiKey !== undefined) {
    const token = { token: bedrockApiKey.expose() };
    return { token: async () => token, authSchemePreference: ["httpBearerAuth"] };
  }
  return credentials === undefined && endpoint === undefined ? {} : { authSchemePreference: ["sigv4"] };
};

interface RuntimeIdentity {
  readonly token?: () => Promise<{ token: string }>;
  readonly authSchemePreference?: string[];
}
