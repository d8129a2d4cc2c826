import type { LocalRequest } from "./request.ts";

/**
 * The service that a request is for: by the scope of its signature, else by its target or form. What tells nothing is
 * Amazon S3's, as its requests may be anonymous.
 */
export const serviceOf = ({ headers, query }: LocalRequest): string => {
  const credential =
    /Credential=([^,\s]+)/.exec(headers.get("authorization") ?? "")?.[1] ?? query.get("X-Amz-Credential");
  const signedFor = credential?.split("/").at(-2);
  if (signedFor !== undefined) return signedFor;
  const target = headers.get("x-amz-target") ?? "";
  if (target.startsWith("DynamoDB_")) return "dynamodb";
  if (target.startsWith("AmazonSSM.")) return "ssm";
  const isForm = headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
  return isForm || query.has("Action") ? "sts" : "s3";
};
