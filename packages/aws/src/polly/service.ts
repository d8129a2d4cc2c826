import { awsService } from "../service.ts";

/** Amazon Polly. Its client speaks HTTP/2 by default, where neither a proxy nor the session's time limits apply. */
export const polly = awsService(
  "polly",
  async () => ({ ...(await import("@aws-sdk/client-polly")), ...(await import("@smithy/node-http-handler")) }),
  (sdk, config) => new sdk.PollyClient({ ...config, requestHandler: new sdk.NodeHttpHandler(config.requestHandler) }),
);
