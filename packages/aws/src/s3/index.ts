export { s3CopyObject } from "./copy-object.ts";
export { s3CreateBucket } from "./create-bucket.ts";
export { s3DeleteObject } from "./delete-object.ts";
export { s3DeleteObjects } from "./delete-objects.ts";
export { type OpenedObject, openObject } from "./download.ts";
export { s3FileDownload } from "./file-download.ts";
export { s3FileUploader } from "./file-uploader.ts";
export { s3FilesDownload } from "./files-download.ts";
export { s3FilesUploader } from "./files-uploader.ts";
export { s3GetObject } from "./get-object.ts";
export { s3HeadObject } from "./head-object.ts";
export { s3ListBuckets } from "./list-buckets.ts";
export { s3ListObjects } from "./list-objects.ts";
export { s3Operator } from "./operator.ts";
export { s3Presign } from "./presign.ts";
export { s3PutObject } from "./put-object.ts";
export {
  checkEncryption,
  objectUri,
  storedObject,
  type UploadOptions,
  uploadMembers,
  uploadOptions,
} from "./schema.ts";
export { s3 } from "./service.ts";
export { type StoredObject, uploadObject } from "./upload.ts";
export { parseS3Uri, type S3Location, s3Uri } from "./uri.ts";
