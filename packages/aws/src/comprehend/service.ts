import { awsService } from "../service.ts";

/** Amazon Comprehend. */
export const comprehend = awsService(
  "comprehend",
  () => import("@aws-sdk/client-comprehend"),
  (sdk, config) => new sdk.ComprehendClient(config),
);
