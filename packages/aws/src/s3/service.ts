import { awsService } from "../service.ts";

/** Amazon S3. */
export const s3 = awsService(
  "s3",
  () => import("@aws-sdk/client-s3"),
  (sdk, config) => new sdk.S3Client(config),
);
