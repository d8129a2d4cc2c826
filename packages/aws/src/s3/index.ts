export { s3CreateBucket } from "./create-bucket.ts";
export { s3FileDownload } from "./file-download.ts";
export { s3FileUploader } from "./file-uploader.ts";
export { s3FilesDownload } from "./files-download.ts";
export { s3FilesUploader } from "./files-uploader.ts";
export { s3ListBuckets } from "./list-buckets.ts";
export { s3ListObjects } from "./list-objects.ts";
export { s3Operator } from "./operator.ts";
