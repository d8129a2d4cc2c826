import { awsService } from "../service.ts";

/** Amazon DynamoDB. */
export const dynamodb = awsService(
  "dynamodb",
  () => import("@aws-sdk/client-dynamodb"),
  (sdk, config) => new sdk.DynamoDBClient(config),
);
