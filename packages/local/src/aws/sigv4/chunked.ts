import { AwsError } from "../errors.ts";
import { hmac, sha256Hex } from "./canonical.ts";
import { ChunkReader } from "./chunk-reader.ts";
import { SignatureFailure } from "./failure.ts";
import { sameSignature, type Verified } from "./verify.ts";

const minChunkSize = 8192;
const maxSignedChunkSize = 64 * 1024 * 1024;
const emptyHash = sha256Hex("");

export interface ChunkedOptions {
  /** Set when each chunk carries a signature. */
  readonly signedBy?: Verified;
  /** Set when header fields follow the last chunk. */
  readonly hasTrailer: boolean;
  /** Is given the trailing fields, by lower-case name, at the end of the body. */
  onTrailer(name: string, value: string): void;
}

/**
 * Takes an `aws-chunked` body apart: `size-in-hex[;chunk-signature=…]`, the bytes, and so on to a chunk of size 0.
 * A signed chunk is held back until its signature is known to be right, so it may have at most 64 MiB.
 *
 * @see Amazon S3 API Reference, Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks
 */
export async function* decodeChunked(body: AsyncIterable<Buffer>, options: ChunkedOptions): AsyncGenerator<Buffer> {
  const reader = new ChunkReader(body);
  const chain = options.signedBy === undefined ? undefined : createChain(options.signedBy);
  let previous: { number: number; size: number } | undefined;
  for (let number = 1; ; number += 1) {
    const { size, signature } = parseChunkHeader(
      await reader.line(),
      chain === undefined ? Infinity : maxSignedChunkSize,
    );
    if (size > 0 && previous !== undefined && previous.size < minChunkSize) throw tooSmall(previous);
    if (size === 0) {
      chain?.check(emptyHash, signature);
      await readTrailer(reader, options, chain);
      return;
    }
    if (chain === undefined) yield* reader.bytes(size);
    else yield verifiedChunk(await reader.exactly(size), signature, chain);
    await reader.emptyLine();
    previous = { number, size };
  }
}

interface SignatureChain {
  check(payloadHash: string, signature: string | undefined): void;
  checkTrailer(trailer: string, signature: string | undefined): void;
}

/** Each chunk's signature covers the one before it; the request's own signature is the first. */
const createChain = ({ claim, signingKey }: Verified): SignatureChain => {
  let previous = claim.signature;
  const accept = (toSign: readonly string[], signature: string | undefined): void => {
    const expected = hmac(signingKey, toSign.join("\n")).toString("hex");
    if (signature === undefined || !sameSignature(expected, signature)) {
      throw new SignatureFailure("mismatch", "", {
        AWSAccessKeyId: claim.accessKeyId,
        StringToSign: toSign.join("\n"),
      });
    }
    previous = expected;
  };
  return {
    check: (payloadHash, signature) =>
      accept([`${claim.algorithm}-PAYLOAD`, claim.dateText, claim.scope, previous, emptyHash, payloadHash], signature),
    checkTrailer: (trailer, signature) =>
      accept([`${claim.algorithm}-TRAILER`, claim.dateText, claim.scope, previous, sha256Hex(trailer)], signature),
  };
};

const verifiedChunk = (chunk: Buffer, signature: string | undefined, chain: SignatureChain): Buffer => {
  chain.check(sha256Hex(chunk), signature);
  return chunk;
};

const parseChunkHeader = (line: string, maxSize: number): { size: number; signature: string | undefined } => {
  const match = /^([0-9a-fA-F]{1,16})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  const size = Number.parseInt(match?.[1] ?? "", 16);
  if (match === null || size > maxSize) {
    throw new AwsError(400, "InvalidRequest", "The aws-chunked body has a chunk header that is not valid.");
  }
  return { size, signature: match[2] };
};

/** The trailer's signature covers `name:value\n` for each field but the signature itself. */
const readTrailer = async (
  reader: ChunkReader,
  options: ChunkedOptions,
  chain: SignatureChain | undefined,
): Promise<void> => {
  let signed = "";
  let signature: string | undefined;
  for (let line = await reader.lineOrEnd(); line !== ""; line = await reader.lineOrEnd()) {
    const name = line.slice(0, line.indexOf(":")).trim().toLowerCase();
    const value = line.slice(line.indexOf(":") + 1).trim();
    if (name === "x-amz-trailer-signature") signature = value;
    else {
      signed += `${name}:${value}\n`;
      options.onTrailer(name, value);
    }
  }
  if (options.hasTrailer) chain?.checkTrailer(signed, signature);
};

const tooSmall = ({ number, size }: { number: number; size: number }): AwsError =>
  new AwsError(403, "InvalidChunkSizeError", "Only the last chunk is allowed to have a size less than 8192 bytes", {
    Chunk: String(number),
    BadChunkSize: String(size),
  });
