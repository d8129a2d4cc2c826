import { awsService } from "../service.ts";

/** AWS Systems Manager, of which the Parameter Store is used. */
export const ssm = awsService(
  "ssm",
  () => import("@aws-sdk/client-ssm"),
  (sdk, config) => new sdk.SSMClient(config),
);
