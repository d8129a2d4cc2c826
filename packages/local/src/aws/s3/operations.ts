import type { LocalRequest } from "../request.ts";
import type { Address } from "./address.ts";
import {
  encryption,
  handlePutBucketAcl,
  ownershipControls,
  publicAccessBlock,
  tagging,
  versioning,
} from "./bucket-settings.ts";
import { handleCreateBucket, handleDeleteBucket, handleGetBucketLocation, handleHeadBucket } from "./buckets.ts";
import type { S3Handler } from "./call.ts";
import { handleCopyObject } from "./copy-object.ts";
import { handleDeleteObject, handleDeleteObjects } from "./delete-objects.ts";
import { methodNotAllowed, notImplemented } from "./errors.ts";
import { handleGetObject, handleHeadObject } from "./get-object.ts";
import { handleListBuckets } from "./list-buckets.ts";
import { handleListObjectsV2 } from "./list-objects.ts";
import { handleListMultipartUploads, handleListParts } from "./list-uploads.ts";
import { handleCompleteMultipartUpload } from "./multipart-complete.ts";
import { handleAbortMultipartUpload, handleCreateMultipartUpload } from "./multipart-start.ts";
import { handlePutObject } from "./put-object.ts";
import { handleUploadPart, handleUploadPartCopy } from "./upload-part.ts";

/** An operation of Amazon S3 by its API name. */
export interface S3Operation {
  readonly name: string;
  readonly handle: S3Handler;
}

type Resource = "service" | "bucket" | "object";

/** A row matches when the method, the resource and all named query fields do; rows with more fields come first. */
interface Route extends S3Operation {
  readonly method: string;
  readonly resource: Resource;
  readonly fields: readonly string[];
  readonly header?: string;
}

const route = (name: string, method: string, target: string, handle: S3Handler, header?: string): Route => {
  const [resource = "", fields = ""] = target.split("?");
  return {
    name,
    method,
    resource: resource === "/" ? "service" : resource === "/bucket" ? "bucket" : "object",
    fields: fields.split("&").filter((field) => field !== ""),
    handle,
    ...(header === undefined ? {} : { header }),
  };
};

const settingRoutes = (
  name: string,
  field: string,
  handlers: { put: S3Handler; get: S3Handler; delete?: S3Handler },
): Route[] => [
  route(`Put${name}`, "PUT", `/bucket?${field}`, handlers.put),
  route(`Get${name}`, "GET", `/bucket?${field}`, handlers.get),
  ...(handlers.delete === undefined ? [] : [route(`Delete${name}`, "DELETE", `/bucket?${field}`, handlers.delete)]),
];

const routes: readonly Route[] = [
  route("ListBuckets", "GET", "/", handleListBuckets),
  route("GetBucketLocation", "GET", "/bucket?location", handleGetBucketLocation),
  route("ListMultipartUploads", "GET", "/bucket?uploads", handleListMultipartUploads),
  route("ListObjectsV2", "GET", "/bucket?list-type", handleListObjectsV2),
  ...settingRoutes("PublicAccessBlock", "publicAccessBlock", publicAccessBlock),
  ...settingRoutes("BucketEncryption", "encryption", encryption),
  ...settingRoutes("BucketVersioning", "versioning", { put: versioning.put, get: versioning.get }),
  ...settingRoutes("BucketTagging", "tagging", tagging),
  ...settingRoutes("BucketOwnershipControls", "ownershipControls", ownershipControls),
  route("PutBucketAcl", "PUT", "/bucket?acl", handlePutBucketAcl),
  route("DeleteObjects", "POST", "/bucket?delete", handleDeleteObjects),
  route("CreateBucket", "PUT", "/bucket", handleCreateBucket),
  route("HeadBucket", "HEAD", "/bucket", handleHeadBucket),
  route("DeleteBucket", "DELETE", "/bucket", handleDeleteBucket),
  route("UploadPartCopy", "PUT", "/object?partNumber&uploadId", handleUploadPartCopy, "x-amz-copy-source"),
  route("UploadPart", "PUT", "/object?partNumber&uploadId", handleUploadPart),
  route("CreateMultipartUpload", "POST", "/object?uploads", handleCreateMultipartUpload),
  route("CompleteMultipartUpload", "POST", "/object?uploadId", handleCompleteMultipartUpload),
  route("AbortMultipartUpload", "DELETE", "/object?uploadId", handleAbortMultipartUpload),
  route("ListParts", "GET", "/object?uploadId", handleListParts),
  route("PutObjectAcl", "PUT", "/object?acl", handlePutBucketAcl),
  route("CopyObject", "PUT", "/object", handleCopyObject, "x-amz-copy-source"),
  route("PutObject", "PUT", "/object", handlePutObject),
  route("GetObject", "GET", "/object", handleGetObject),
  route("HeadObject", "HEAD", "/object", handleHeadObject),
  route("DeleteObject", "DELETE", "/object", handleDeleteObject),
];

/** Query fields that select an operation: one that no row names is an operation that is not there. */
const subresources = new Set(
  "acl accelerate analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle location logging metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock renameObject replication requestPayment restore retention select tagging torrent uploadId uploads versioning versions website session metadataTable metadataConfiguration abac".split(
    " ",
  ),
);

/** Finds the operation of a request by its method, resource and query fields. */
export const findOperation = (request: LocalRequest, { bucket, key }: Address): S3Operation => {
  const resource: Resource = bucket === "" ? "service" : key === "" ? "bucket" : "object";
  const found = routes.find(
    (row) =>
      row.method === request.method &&
      row.resource === resource &&
      row.fields.every((field) => request.query.has(field)) &&
      (row.header === undefined || request.headers.has(row.header)),
  );
  const other = [...request.query.keys()].find((name) => subresources.has(name) && !found?.fields.includes(name));
  if (other !== undefined)
    return missingOperation(`?${other} with ${request.method} on ${resource === "object" ? "an object" : "a bucket"}`);
  if (found !== undefined) return found;
  if (request.method === "GET" && resource === "bucket")
    return missingOperation("ListObjects (version 1); use ListObjectsV2");
  return {
    name: "Unknown",
    handle: async () => {
      throw methodNotAllowed(request.method, resource.toUpperCase());
    },
  };
};

const missingOperation = (what: string): S3Operation => ({
  name: "NotImplemented",
  handle: async () => {
    throw notImplemented(what);
  },
});
