import { AwsError } from "../errors.ts";
import type { SignatureFailure } from "./failure.ts";

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const invalidToken = "The security token included in the request is invalid.";

/**
 * A refused signature in the words of services that speak AWS JSON.
 *
 * @see Amazon DynamoDB Developer Guide, Error handling with DynamoDB
 * @see AWS Systems Manager API Reference, Common Error Types
 */
export const jsonSignatureError = (failure: SignatureFailure): AwsError => {
  switch (failure.problem) {
    case "missing":
      return new AwsError(400, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
    case "malformed":
    case "unsupported":
    case "link_invalid":
      return new AwsError(400, "IncompleteSignatureException", failure.message);
    case "unknown_key":
    case "token_invalid":
      return new AwsError(400, "UnrecognizedClientException", invalidToken);
    case "token_expired":
      return new AwsError(400, "ExpiredTokenException", "The security token included in the request is expired");
    case "mismatch":
      return new AwsError(400, "InvalidSignatureException", mismatch);
    case "skewed":
      return new AwsError(400, "InvalidSignatureException", skewMessage(failure));
    case "unsigned_header":
      return new AwsError(
        400,
        "InvalidSignatureException",
        `'${failure.details["HeadersNotSigned"]}' must be a 'SignedHeader' in the AWS Authorization.`,
      );
    case "link_expired":
    case "link_not_yet_valid":
      return new AwsError(400, "InvalidSignatureException", failure.message);
  }
};

/** How a signature that is too old or too new is described. */
export const skewMessage = ({ message, details }: SignatureFailure): string =>
  message === "expired"
    ? `Signature expired: ${details["RequestTime"]} is now earlier than the server time ${details["ServerTime"]} - 15 min.`
    : `Signature not yet current: ${details["RequestTime"]} is still later than the server time ${details["ServerTime"]} + 15 min.`;
