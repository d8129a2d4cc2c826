import { dynamodbManager } from "./dynamodb/index.ts";
import {
  s3CreateBucket,
  s3FileDownload,
  s3FilesDownload,
  s3FilesUploader,
  s3FileUploader,
  s3ListBuckets,
  s3ListObjects,
  s3Operator,
} from "./s3/index.ts";

export { aws, awsConnection, awsTool } from "./connector.ts";
export { type AwsCall, type AwsService, awsService } from "./service.ts";
export type { AwsClientConfig, AwsSession } from "./session.ts";
export {
  dynamodbManager,
  s3CreateBucket,
  s3FileDownload,
  s3FilesDownload,
  s3FilesUploader,
  s3FileUploader,
  s3ListBuckets,
  s3ListObjects,
  s3Operator,
};

/** Every tool over AWS. Holding them loads no AWS client. */
export const awsTools = [
  s3Operator,
  s3FileUploader,
  s3FilesUploader,
  s3FileDownload,
  s3FilesDownload,
  s3ListBuckets,
  s3CreateBucket,
  s3ListObjects,
  dynamodbManager,
] as const;
