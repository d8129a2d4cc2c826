import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { queryFields, type WireRequest } from "./wire.ts";

const ALGORITHM = "AWS4-HMAC-SHA256";
const MAX_SKEW_MS = 15 * 60 * 1000;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** From then on the session token has expired. */
  readonly expiresAt?: Date;
}

/** What a request says about its signature. Nothing of it is verified. */
export interface Claim {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly signingName: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export type SignatureProblem =
  | "missing"
  | "malformed"
  | "unsigned_header"
  | "unknown_key"
  | "skewed"
  | "mismatch"
  | "token_invalid"
  | "token_expired";

/** The signature in the Authorization header, or nothing when there is none that can be read. */
export function readClaim(request: WireRequest): Claim | undefined {
  const fields =
    /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/.exec(
      request.headers.get("authorization") ?? "",
    );
  if (!fields) return undefined;
  const [, accessKeyId = "", day = "", region = "", signingName = "", signedHeaders = "", signature = ""] = fields;
  return { accessKeyId, day, region, signingName, signedHeaders: signedHeaders.split(";"), signature };
}

/**
 * What is wrong with the signature, or nothing when it is right: it is made anew from the secret that belongs to the
 * key. Presigned URLs, unsigned payloads and signed chunks are not taken, as these services' clients send none.
 *
 * @see AWS Identity and Access Management User Guide, Create a signed AWS API request
 */
export function verifySignature(
  request: WireRequest,
  claim: Claim,
  keys: readonly Credentials[],
  now: Date,
): SignatureProblem | undefined {
  const time = request.headers.get("x-amz-date") ?? "";
  const signedAt = parseTime(time);
  if (signedAt === undefined || !time.startsWith(claim.day)) return "malformed";
  if (hasUnsignedHeader(request, claim)) return "unsigned_header";
  if (Math.abs(now.getTime() - signedAt.getTime()) > MAX_SKEW_MS) return "skewed";
  const key = keys.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  if (!key) return "unknown_key";
  if (!isEqual(signatureOf(request, claim, key.secretAccessKey, time), claim.signature)) return "mismatch";
  if (request.headers.get("x-amz-security-token") !== key.sessionToken) return "token_invalid";
  return key.expiresAt && key.expiresAt <= now ? "token_expired" : undefined;
}

/** Over HTTP/2 the AWS SDK for JavaScript signs the host by its name there. */
function hasUnsignedHeader(request: WireRequest, { signedHeaders }: Claim): boolean {
  const required = [...request.headers.keys()].filter((name) => name.startsWith("x-amz-"));
  const isHostSigned = signedHeaders.includes("host") || signedHeaders.includes(":authority");
  return !isHostSigned || required.some((name) => !signedHeaders.includes(name));
}

function signatureOf(request: WireRequest, claim: Claim, secret: string, time: string): string {
  const scope = [claim.day, claim.region, claim.signingName, "aws4_request"];
  const key = scope.reduce<string | Buffer>((derived, part) => hmac(derived, part), `AWS4${secret}`);
  const canonical = sha256(canonicalRequest(request, claim));
  return hmac(key, [ALGORITHM, time, scope.join("/"), canonical].join("\n")).toString("hex");
}

function canonicalRequest(request: WireRequest, { signedHeaders }: Claim): string {
  return [
    request.method,
    request.path.split("/").map(encode).join("/"),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${(request.headers.get(name) ?? "").trim().replace(/ +/g, " ")}`),
    "",
    signedHeaders.join(";"),
    sha256(request.body),
  ].join("\n");
}

function canonicalQuery(query: string): string {
  return queryFields(query)
    .map(([name, value]) => ({ name: encode(name), value: encode(value) }))
    .sort((left, right) => compare(left.name, right.name) || compare(left.value, right.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join("&");
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function parseTime(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function isEqual(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
