import { createHash, createHmac } from "node:crypto";
import type { LocalRequest } from "../request.ts";
import type { Claim } from "./claim.ts";

/** The canonical request of a claim: what the client must have signed. */
export const canonicalRequest = (request: LocalRequest, claim: Claim, payloadHash: string): string =>
  [
    request.method,
    canonicalPath(request.path, claim.service),
    canonicalQuery(request.query),
    ...claim.signedHeaders.map((name) => `${name}:${canonicalValue(request.headers.get(name) ?? "")}`),
    "",
    claim.signedHeaders.join(";"),
    payloadHash,
  ].join("\n");

export const stringToSign = (claim: Claim, canonical: string): string =>
  [claim.algorithm, claim.dateText, claim.scope, sha256Hex(canonical)].join("\n");

/** The key derived from the secret for one day, region and service. */
export const signingKey = (secretAccessKey: string, claim: Claim): Buffer =>
  [claim.day, claim.region, claim.service, "aws4_request"].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );

export const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

export const sha256Hex = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

/** Percent-encodes all but the unreserved characters of RFC 3986. */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** Amazon S3 encodes a path once, every other service twice. */
const canonicalPath = (path: string, service: string): string => {
  const once = path.split("/").map(uriEncode).join("/");
  return service === "s3" ? once : once.split("/").map(uriEncode).join("/");
};

const canonicalQuery = (query: ReadonlyMap<string, string>): string =>
  [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]): [string, string] => [uriEncode(name), uriEncode(value)])
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

const canonicalValue = (value: string): string => value.trim().replace(/\s+/g, " ");
