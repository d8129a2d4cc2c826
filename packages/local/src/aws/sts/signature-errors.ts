import { AwsError } from "../errors.ts";
import type { SignatureFailure } from "../sigv4/failure.ts";
import { skewMessage } from "../sigv4/json-errors.ts";

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/**
 * A refused signature in the words of AWS STS.
 *
 * @see AWS Security Token Service API Reference, Common Errors
 */
export const stsSignatureError = (failure: SignatureFailure): AwsError => {
  switch (failure.problem) {
    case "missing":
      return new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    case "malformed":
    case "unsupported":
    case "link_invalid":
      return new AwsError(400, "IncompleteSignature", failure.message);
    case "unknown_key":
    case "token_invalid":
      return new AwsError(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
    case "token_expired":
      return new AwsError(403, "ExpiredToken", "The security token included in the request is expired");
    case "mismatch":
      return new AwsError(403, "SignatureDoesNotMatch", mismatch);
    case "skewed":
      return new AwsError(403, "SignatureDoesNotMatch", skewMessage(failure));
    case "unsigned_header":
    case "link_expired":
    case "link_not_yet_valid":
      return new AwsError(403, "SignatureDoesNotMatch", failure.message);
  }
};
