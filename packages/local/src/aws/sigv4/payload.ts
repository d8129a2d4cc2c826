import { createHash } from "node:crypto";
import { AwsError } from "../errors.ts";
import type { LocalRequest } from "../request.ts";
import { decodeChunked } from "./chunked.ts";
import type { Claim } from "./claim.ts";
import type { Verified } from "./verify.ts";

const unsigned = "UNSIGNED-PAYLOAD";
const streaming: ReadonlyMap<string, { signed: boolean; trailer: boolean }> = new Map([
  ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", { signed: true, trailer: false }],
  ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", { signed: true, trailer: true }],
  ["STREAMING-UNSIGNED-PAYLOAD-TRAILER", { signed: false, trailer: true }],
]);

/** A request body with its transfer framing removed. */
export interface Payload {
  /** Bytes of the body proper, as announced. */
  readonly size: number | undefined;
  /** Can be read once. Ends with an error when what was signed or announced is not what came. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Fields that came after the body; complete when `chunks` has ended. */
  readonly trailer: ReadonlyMap<string, string>;
}

/** The payload line of an Amazon S3 request's canonical request. */
export const declaredPayloadHash = (request: LocalRequest, claim: Claim): string => {
  const declared = request.headers.get("x-amz-content-sha256");
  if (claim.kind === "presigned") return request.query.get("X-Amz-Content-Sha256") ?? declared ?? unsigned;
  if (declared === undefined) {
    throw new AwsError(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  if (declared !== unsigned && !streaming.has(declared) && !/^[0-9a-f]{64}$/.test(declared)) {
    throw new AwsError(
      400,
      "InvalidArgument",
      `x-amz-content-sha256 must be ${unsigned}, ${[...streaming.keys()].join(", ")} or a valid sha256 value.`,
      {
        ArgumentName: "x-amz-content-sha256",
        ArgumentValue: declared,
      },
    );
  }
  return declared;
};

/**
 * The body of an Amazon S3 request, with whatever `x-amz-content-sha256` promises checked while it is read.
 *
 * @see Amazon S3 API Reference, Signature Calculations for the Authorization Header, x-amz-content-sha256
 */
export const openPayload = (request: LocalRequest, verified: Verified, payloadHash: string): Payload => {
  const mode = streaming.get(payloadHash);
  const trailer = new Map<string, string>();
  if (mode === undefined) {
    const size = declaredLength(request, "content-length");
    return { size, trailer, chunks: payloadHash === unsigned ? request.body : checkHash(request.body, payloadHash) };
  }
  const size = declaredLength(request, "x-amz-decoded-content-length");
  if (size === undefined) {
    throw new AwsError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  const decoded = decodeChunked(request.body, {
    ...(mode.signed ? { signedBy: verified } : {}),
    hasTrailer: mode.trailer,
    onTrailer: (name, value) => trailer.set(name, value),
  });
  return { size, trailer, chunks: checkSize(decoded, size) };
};

const declaredLength = (request: LocalRequest, name: string): number | undefined => {
  const text = request.headers.get(name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
};

async function* checkHash(body: AsyncIterable<Buffer>, expected: string): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
  const computed = hash.digest("hex");
  if (computed !== expected) {
    throw new AwsError(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      {
        ClientComputedContentSHA256: expected,
        S3ComputedContentSHA256: computed,
      },
    );
  }
}

async function* checkSize(body: AsyncIterable<Buffer>, expected: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    yield chunk;
  }
  if (size !== expected) {
    throw new AwsError(
      400,
      "IncompleteBody",
      "You did not provide the number of bytes specified by the Content-Length HTTP header",
    );
  }
}
