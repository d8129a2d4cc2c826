import { awsService } from "../service.ts";

/**
 * Amazon OpenSearch, which has no SDK client for searching: signed requests over the connection's own credentials, sockets
 * and proxy, which the client of STS carries. STS itself is not asked.
 *
 * @see Amazon OpenSearch Service Developer Guide, Signing HTTP requests to Amazon OpenSearch Service
 */
export const opensearch = awsService(
  "opensearch",
  async () => {
    const [{ STSClient }, { SignatureV4 }] = await Promise.all([
      import("@aws-sdk/client-sts"),
      import("@smithy/signature-v4"),
    ]);
    return { STSClient, SignatureV4 };
  },
  ({ STSClient }, config) => new STSClient(config),
);
