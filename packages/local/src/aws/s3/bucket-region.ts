import { AwsError } from "../errors.ts";
import type { S3Call } from "./call.ts";

/** Refuses a request for a bucket that was signed for another region. */
export const requireBucketRegion = (call: S3Call, isPresigned: boolean): void => {
  const bucket = call.store.buckets.get(call.bucket);
  if (bucket === undefined || bucket.region === call.region) return;
  const headers = { "x-amz-bucket-region": bucket.region };
  if (isPresigned) {
    throw new AwsError(
      400,
      "AuthorizationQueryParametersError",
      `Error parsing the X-Amz-Credential parameter; the region '${call.region}' is wrong; expecting '${bucket.region}'`,
      { Region: bucket.region },
      headers,
    );
  }
  throw new AwsError(
    301,
    "PermanentRedirect",
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    { Endpoint: new URL(call.origin).host, Bucket: bucket.name },
    headers,
  );
};
