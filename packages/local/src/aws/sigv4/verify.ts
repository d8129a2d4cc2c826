import { timingSafeEqual } from "node:crypto";
import type { AccessKey, KeyRing } from "../keys.ts";
import type { LocalRequest } from "../request.ts";
import { canonicalRequest, hmac, signingKey, stringToSign } from "./canonical.ts";
import type { Claim } from "./claim.ts";
import { SignatureFailure } from "./failure.ts";
import { readHeaderClaim } from "./header.ts";
import { readPresignedClaim } from "./presigned.ts";

const maxSkewMs = 15 * 60 * 1000;

/** A request whose signature is right. */
export interface Verified {
  readonly claim: Claim;
  readonly key: AccessKey;
  /** Signs the chunks of an `aws-chunked` body. */
  readonly signingKey: Buffer;
}

/** What the request says about its signature, or nothing for an anonymous request. */
export const readClaim = (request: LocalRequest): Claim | undefined => {
  const authorization = request.headers.get("authorization");
  const isPresigned = request.query.has("X-Amz-Algorithm") || request.query.has("X-Amz-Signature");
  if (authorization !== undefined && isPresigned) {
    throw new SignatureFailure(
      "malformed",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
    );
  }
  if (authorization !== undefined) return readHeaderClaim(request, authorization);
  if (isPresigned) return readPresignedClaim(request);
  if (request.query.has("AWSAccessKeyId") && request.query.has("Signature")) {
    throw new SignatureFailure(
      "unsupported",
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    );
  }
  return undefined;
};

/** Recomputes the signature from the secret that belongs to the key id, and checks times and the session token. */
export const verify = (request: LocalRequest, claim: Claim, payloadHash: string, keys: KeyRing): Verified => {
  requireSignedHeaders(request, claim);
  checkTime(claim, request.receivedAt);
  const key = keys.find(claim.accessKeyId);
  if (key === undefined || (key.sessionToken !== undefined && claim.sessionToken === undefined)) {
    throw new SignatureFailure("unknown_key", "", { AWSAccessKeyId: claim.accessKeyId });
  }
  const derived = signingKey(key.secretAccessKey, claim);
  const canonical = canonicalRequest(request, claim, payloadHash);
  const toSign = stringToSign(claim, canonical);
  if (!sameSignature(hmac(derived, toSign).toString("hex"), claim.signature)) {
    throw new SignatureFailure("mismatch", "", {
      AWSAccessKeyId: claim.accessKeyId,
      StringToSign: toSign,
      SignatureProvided: claim.signature,
      CanonicalRequest: canonical,
    });
  }
  if (claim.sessionToken !== key.sessionToken) {
    throw new SignatureFailure("token_invalid", "", { "Token-0": claim.sessionToken ?? "" });
  }
  if (key.expiresAt !== undefined && key.expiresAt <= request.receivedAt) {
    throw new SignatureFailure("token_expired", "", { "Token-0": claim.sessionToken ?? "" });
  }
  return { claim, key, signingKey: derived };
};

export const sameSignature = (expected: string, given: string): boolean => {
  const [expectedBytes, givenBytes] = [Buffer.from(expected), Buffer.from(given)];
  return expectedBytes.length === givenBytes.length && timingSafeEqual(expectedBytes, givenBytes);
};

/** The host and every `x-amz-` header must be signed. The payload hash is signed in any case, as a line of its own. */
const requireSignedHeaders = (request: LocalRequest, claim: Claim): void => {
  const unsigned = [...request.headers.keys()].filter(
    (name) =>
      (name === "host" || name.startsWith("x-amz-")) &&
      name !== "x-amz-content-sha256" &&
      !claim.signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    throw new SignatureFailure("unsigned_header", "There were headers present in the request which were not signed", {
      HeadersNotSigned: unsigned.join(", "),
    });
  }
};

const checkTime = (claim: Claim, now: Date): void => {
  const ageMs = now.getTime() - claim.date.getTime();
  if (claim.expiresIn === undefined) {
    if (Math.abs(ageMs) > maxSkewMs) {
      throw new SignatureFailure("skewed", ageMs > 0 ? "expired" : "not yet current", {
        RequestTime: claim.dateText,
        ServerTime: isoSeconds(now),
        MaxAllowedSkewMilliseconds: String(maxSkewMs),
      });
    }
    return;
  }
  if (-ageMs > maxSkewMs) throw new SignatureFailure("link_not_yet_valid", "Request is not valid yet");
  if (ageMs > claim.expiresIn * 1000) {
    throw new SignatureFailure("link_expired", "Request has expired", {
      "X-Amz-Expires": String(claim.expiresIn),
      Expires: isoSeconds(new Date(claim.date.getTime() + claim.expiresIn * 1000)),
      ServerTime: isoSeconds(now),
    });
  }
};

const isoSeconds = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, "Z");
