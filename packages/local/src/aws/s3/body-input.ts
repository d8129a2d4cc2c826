import { createHash } from "node:crypto";
import { AwsError } from "../errors.ts";
import { readBody } from "../request.ts";
import type { Payload } from "../sigv4/payload.ts";
import type { Body } from "./bodies.ts";
import type { S3Call } from "./call.ts";
import {
  badDigest,
  type ChecksumAlgorithm,
  checksumHeader,
  createChecksum,
  requireSum,
  statedChecksum,
} from "./checksum.ts";

const maxObjectSize = 5 * 1024 ** 3;
const maxXmlSize = 4 * 1024 * 1024;

/** A body that was stored, and found to be what the request says it is. */
export interface ReceivedBody {
  readonly body: Body;
  readonly md5: Buffer;
  /** Set when the request stated a checksum, or when `algorithm` asked for one. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
}

/** Stores a request's body, up to 5 GiB. */
export const receiveBody = async (call: S3Call, algorithm?: ChecksumAlgorithm): Promise<ReceivedBody> => {
  const { size } = call.payload;
  if (size === undefined) {
    throw new AwsError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  if (size > maxObjectSize) {
    throw new AwsError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
      ProposedSize: String(size),
      MaxSizeAllowed: String(maxObjectSize),
    });
  }
  const checks = createBodyChecks(call.request.headers, call.payload, algorithm);
  const body = await call.store.bodies.write(checks.pass(call.payload.chunks));
  try {
    return { body, ...checks.finish() };
  } catch (error) {
    await call.store.bodies.release(body);
    throw error;
  }
};

/**
 * Reads a request's XML body, up to 4 MiB. `checksumIsOfObject` is for CompleteMultipartUpload, whose checksum headers
 * are not about its own body.
 */
export const receiveText = async (
  call: S3Call,
  options: { integrityRequired?: boolean; checksumIsOfObject?: boolean } = {},
): Promise<string> => {
  const headers = options.checksumIsOfObject ? withoutChecksums(call.request.headers) : call.request.headers;
  if (options.integrityRequired && !headers.has("content-md5") && statedChecksum(headers) === undefined) {
    throw new AwsError(
      400,
      "InvalidRequest",
      "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
    );
  }
  const checks = createBodyChecks(headers, call.payload);
  const bytes = await readBody(checks.pass(call.payload.chunks), maxXmlSize, tooLong);
  checks.finish();
  return bytes.toString("utf8");
};

const withoutChecksums = (headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...headers].filter(([name]) => !name.startsWith("x-amz-checksum-")));

const tooLong = (): AwsError => new AwsError(400, "MaxMessageLengthExceeded", "Your request was too big.");

interface BodyChecks {
  pass(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer>;
  finish(): Omit<ReceivedBody, "body">;
}

const createBodyChecks = (
  headers: ReadonlyMap<string, string>,
  payload: Payload,
  wanted?: ChecksumAlgorithm,
): BodyChecks => {
  const statedMd5 = parseMd5(headers.get("content-md5"));
  const stated = statedChecksum(headers);
  const algorithm = stated?.algorithm ?? wanted;
  const md5 = createHash("md5");
  const sum = algorithm === undefined ? undefined : createChecksum(algorithm);
  return {
    async *pass(chunks) {
      for await (const chunk of chunks) {
        md5.update(chunk);
        sum?.update(chunk);
        yield chunk;
      }
    },
    finish() {
      const digest = md5.digest();
      if (statedMd5 !== undefined && !digest.equals(statedMd5)) throw wrongMd5(statedMd5, digest);
      if (algorithm === undefined || sum === undefined) return { md5: digest, checksum: undefined };
      const value = sum.digest().toString("base64");
      if (stated !== undefined && value !== expectedSum(stated, payload)) throw badDigest(algorithm);
      return { md5: digest, checksum: { algorithm, value } };
    },
  };
};

const expectedSum = (stated: { algorithm: ChecksumAlgorithm; value: string | undefined }, payload: Payload): string => {
  const value = stated.value ?? payload.trailer.get(checksumHeader(stated.algorithm));
  if (value === undefined)
    throw new AwsError(
      400,
      "MalformedTrailerError",
      "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    );
  requireSum(stated.algorithm, value);
  return value;
};

const parseMd5 = (header: string | undefined): Buffer | undefined => {
  if (header === undefined) return undefined;
  const bytes = Buffer.from(header, "base64");
  if (bytes.length !== 16)
    throw new AwsError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", { "Content-MD5": header });
  return bytes;
};

const wrongMd5 = (stated: Buffer, computed: Buffer): AwsError =>
  new AwsError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.", {
    ExpectedDigest: stated.toString("base64"),
    CalculatedDigest: computed.toString("base64"),
  });
