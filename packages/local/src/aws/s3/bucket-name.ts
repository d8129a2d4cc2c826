import { AwsError } from "../errors.ts";

const reservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * Refuses a name that a new bucket cannot have.
 *
 * @see Amazon S3 User Guide, General purpose bucket naming rules
 */
export const requireBucketName = (name: string): void => {
  const isValid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d{1,3}(\.\d{1,3}){3}$/.test(name) &&
    !reservedPrefixes.some((prefix) => name.startsWith(prefix)) &&
    !reservedSuffixes.some((suffix) => name.endsWith(suffix));
  if (!isValid)
    throw new AwsError(400, "InvalidBucketName", "The specified bucket is not valid.", { BucketName: name });
};
