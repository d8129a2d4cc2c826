import type * as client from "@aws-sdk/client-s3";
import { type AwsService, awsService } from "../service.ts";

/** Amazon S3. A bucket in another region than the connection's is followed there. */
export const s3: AwsService<typeof client, client.S3Client> = awsService(
  "s3",
  () => import("@aws-sdk/client-s3"),
  (sdk, config) => new sdk.S3Client({ ...config, followRegionRedirects: true }),
);
