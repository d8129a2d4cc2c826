import type { LocalRequest } from "../request.ts";
import { type Claim, parseBasicDate, parseCredential } from "./claim.ts";
import { SignatureFailure } from "./failure.ts";

const algorithm = "AWS4-HMAC-SHA256";
const maxExpiresIn = 604_800;

/**
 * Reads the query fields of a presigned URL.
 *
 * @see Amazon S3 API Reference, Authenticating Requests: Using Query Parameters (AWS Signature Version 4)
 */
export const readPresignedClaim = ({ query }: LocalRequest): Claim => {
  const names = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Signature",
    "X-Amz-Date",
    "X-Amz-SignedHeaders",
    "X-Amz-Expires",
  ];
  if (names.some((name) => !query.get(name))) {
    throw invalid(
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  }
  const field = (name: string) => query.get(name) ?? "";
  if (field("X-Amz-Algorithm") !== algorithm) throw invalid(`X-Amz-Algorithm only supports "${algorithm}"`);
  const credential = parseCredential(field("X-Amz-Credential"), "link_invalid");
  const dateText = field("X-Amz-Date");
  const date = parseBasicDate(dateText);
  if (date === undefined) throw invalid("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!dateText.startsWith(credential.day)) {
    throw invalid(
      `Invalid credential date "${credential.day}". This date is not the same as X-Amz-Date: "${dateText.slice(0, 8)}".`,
    );
  }
  return {
    kind: "presigned",
    algorithm,
    ...credential,
    signedHeaders: field("X-Amz-SignedHeaders").toLowerCase().split(";"),
    signature: field("X-Amz-Signature"),
    date,
    dateText,
    sessionToken: query.get("X-Amz-Security-Token"),
    expiresIn: parseExpiresIn(field("X-Amz-Expires")),
  };
};

const parseExpiresIn = (text: string): number => {
  if (!/^-?\d+$/.test(text)) throw invalid("X-Amz-Expires should be a number");
  const seconds = Number(text);
  if (seconds < 0) throw invalid("X-Amz-Expires must be non-negative");
  if (seconds > maxExpiresIn) {
    throw invalid(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${maxExpiresIn} seconds`,
    );
  }
  return seconds;
};

const invalid = (message: string): SignatureFailure => new SignatureFailure("link_invalid", message);
