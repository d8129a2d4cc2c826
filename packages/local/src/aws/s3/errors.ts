import { AwsError } from "../errors.ts";

/** @see Amazon S3 API Reference, Error responses */
export const noSuchBucket = (bucket: string): AwsError =>
  new AwsError(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: bucket });

export const noSuchKey = (key: string): AwsError =>
  new AwsError(404, "NoSuchKey", "The specified key does not exist.", { Key: key });

export const noSuchUpload = (uploadId: string): AwsError =>
  new AwsError(
    404,
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    { UploadId: uploadId },
  );

export const invalidArgument = (message: string, name: string, value: string): AwsError =>
  new AwsError(400, "InvalidArgument", message, { ArgumentName: name, ArgumentValue: value });

export const invalidRequest = (message: string): AwsError => new AwsError(400, "InvalidRequest", message);

export const preconditionFailed = (condition: string): AwsError =>
  new AwsError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    Condition: condition,
  });

export const methodNotAllowed = (method: string, resourceType: string): AwsError =>
  new AwsError(405, "MethodNotAllowed", "The specified method is not allowed against this resource.", {
    Method: method,
    ResourceType: resourceType,
  });

/** For what Amazon S3 has and this server does not. */
export const notImplemented = (what: string): AwsError =>
  new AwsError(501, "NotImplemented", `The local server does not implement ${what}.`, { Header: what });

export const aclNotSupported = (): AwsError =>
  new AwsError(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
