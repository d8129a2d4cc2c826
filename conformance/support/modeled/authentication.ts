import { ServiceError } from "./errors.ts";
import type { Route } from "./routing.ts";
import { bearerServices } from "./services.ts";
import { type Credentials, readClaim, type SignatureProblem, verifySignature } from "./sigv4.ts";
import type { WireRequest } from "./wire.ts";

export interface Keys {
  readonly credentials: readonly Credentials[];
  /** API keys that the services of Amazon Bedrock take. */
  readonly bearerTokens: readonly string[];
  now(): Date;
}

/** Who called: by key and region when signed, without when by API key or unsigned. */
export interface Caller {
  readonly accessKeyId?: string;
  readonly region?: string;
}

/** Checks the signature or API key of a request, and throws the service's error for a wrong one. */
export function authenticate(request: WireRequest, route: Route, keys: Keys): Caller {
  if (route.operation.authtype === "none") return {};
  const token = bearerToken(request);
  if (token !== undefined && bearerServices.includes(route.model.service)) {
    if (keys.bearerTokens.includes(token)) return {};
    throw new ServiceError("AccessDeniedException", { message: API_KEY_MESSAGE }, 403);
  }
  const claim = readClaim(request);
  if (!claim) throw signatureError(route.protocol, request.headers.has("authorization") ? "malformed" : "missing");
  const problem = verifySignature(request, claim, keys.credentials, keys.now());
  if (problem) throw signatureError(route.protocol, problem);
  return { accessKeyId: claim.accessKeyId, region: claim.region };
}

export function bearerToken(request: WireRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
}

/** How each protocol names a refused signature: AWS JSON answers all with status 400. */
export function signatureError(protocol: Route["protocol"], problem: SignatureProblem): ServiceError {
  const { query, json, message } = signatureErrors[problem];
  if (protocol === "query") return new ServiceError(query, { message }, query === "IncompleteSignature" ? 400 : 403);
  return new ServiceError(json, { message }, protocol === "json" ? 400 : 403);
}

const API_KEY_MESSAGE = "Authentication failed: Please make sure your API Key is valid.";
const TOKEN_MESSAGE = "The security token included in the request is invalid.";

const signatureErrors: Readonly<Record<SignatureProblem, { query: string; json: string; message: string }>> = {
  missing: {
    query: "MissingAuthenticationToken",
    json: "MissingAuthenticationTokenException",
    message: "Missing Authentication Token",
  },
  malformed: {
    query: "IncompleteSignature",
    json: "IncompleteSignatureException",
    message: "The Authorization and X-Amz-Date headers hold no signature of version 4.",
  },
  unsigned_header: {
    query: "SignatureDoesNotMatch",
    json: "InvalidSignatureException",
    message: "The host and every x-amz- header must be signed.",
  },
  unknown_key: { query: "InvalidClientTokenId", json: "UnrecognizedClientException", message: TOKEN_MESSAGE },
  skewed: {
    query: "SignatureDoesNotMatch",
    json: "InvalidSignatureException",
    message: "Signature expired or not yet current: it is more than 15 minutes off the server's time.",
  },
  mismatch: {
    query: "SignatureDoesNotMatch",
    json: "InvalidSignatureException",
    message: "The request signature we calculated does not match the signature you provided.",
  },
  token_invalid: { query: "InvalidClientTokenId", json: "UnrecognizedClientException", message: TOKEN_MESSAGE },
  token_expired: {
    query: "ExpiredToken",
    json: "ExpiredTokenException",
    message: "The security token included in the request is expired",
  },
};
