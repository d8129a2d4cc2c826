import { AwsError } from "../errors.ts";
import { aclNotSupported, invalidArgument } from "./errors.ts";
import type { BucketSettings } from "./settings.ts";

const cannedAcls = [
  "private",
  "public-read",
  "public-read-write",
  "authenticated-read",
  "aws-exec-read",
  "bucket-owner-read",
  "bucket-owner-full-control",
];
const publicAcls = ["public-read", "public-read-write", "authenticated-read"];

/**
 * Refuses an access control list that the bucket does not allow. Lists that it does allow are not kept: everything here is private.
 *
 * @see Amazon S3 User Guide, Controlling ownership of objects and disabling ACLs for your bucket
 */
export const requireAllowedAcl = (headers: ReadonlyMap<string, string>, settings: BucketSettings): void => {
  const acl = requestedAcl(headers);
  if (acl === undefined) return;
  if (settings.ownership === "BucketOwnerEnforced" && acl !== "bucket-owner-full-control") throw aclNotSupported();
  if (publicAcls.includes(acl) && settings.publicAccessBlock?.BlockPublicAcls) {
    throw new AwsError(403, "AccessDenied", "Access Denied");
  }
};

/**
 * Refuses an access control list that a new bucket cannot have.
 *
 * @see Amazon S3 API Reference, CreateBucket
 */
export const requireAllowedBucketAcl = (headers: ReadonlyMap<string, string>, settings: BucketSettings): void => {
  const acl = requestedAcl(headers);
  if (acl === undefined || acl === "private") return;
  if (settings.ownership === "BucketOwnerEnforced") {
    throw new AwsError(
      400,
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  }
  if (publicAcls.includes(acl)) {
    throw new AwsError(
      400,
      "InvalidBucketAclWithBlockPublicAccessError",
      "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
    );
  }
};

const requestedAcl = (headers: ReadonlyMap<string, string>): string | undefined => {
  const acl = headers.get("x-amz-acl");
  if (acl !== undefined && !cannedAcls.includes(acl)) throw invalidArgument("", "x-amz-acl", acl);
  return acl ?? ([...headers.keys()].some((name) => name.startsWith("x-amz-grant-")) ? "grant" : undefined);
};
