import { AwsError } from "../errors.ts";
import type { SignatureFailure } from "../sigv4/failure.ts";

/**
 * A refused signature in the words of Amazon S3.
 *
 * @see Amazon S3 API Reference, Error responses, List of error codes
 */
export const s3SignatureError = ({ problem, message, details }: SignatureFailure): AwsError => {
  switch (problem) {
    case "missing":
      return new AwsError(403, "AccessDenied", "Access Denied");
    case "malformed":
      return new AwsError(
        400,
        "AuthorizationHeaderMalformed",
        `The authorization header is malformed; ${message}`,
        details,
      );
    case "unsupported":
      return new AwsError(400, "InvalidRequest", message, details);
    case "unknown_key":
      return new AwsError(
        403,
        "InvalidAccessKeyId",
        "The AWS Access Key Id you provided does not exist in our records.",
        {
          AWSAccessKeyId: details["AWSAccessKeyId"] ?? "",
        },
      );
    case "mismatch":
      return new AwsError(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        details,
      );
    case "skewed":
      return new AwsError(
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        details,
      );
    case "token_invalid":
      return new AwsError(400, "InvalidToken", "The provided token is malformed or otherwise invalid.", details);
    case "token_expired":
      return new AwsError(400, "ExpiredToken", "The provided token has expired.", details);
    case "link_invalid":
      return new AwsError(400, "AuthorizationQueryParametersError", message, details);
    case "unsigned_header":
    case "link_expired":
    case "link_not_yet_valid":
      return new AwsError(403, "AccessDenied", message, details);
  }
};
