import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError } from "../errors.ts";
import { type Crc, createCrc32c, createCrc64Nvme } from "./crc.ts";

/** The checksum algorithms that objects can carry here, with the length of their sums in bytes. */
const sumLengths = { CRC32: 4, CRC32C: 4, SHA1: 20, SHA256: 32, CRC64NVME: 8 } as const;
export type ChecksumAlgorithm = keyof typeof sumLengths;
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** A checksum as stored: Base64, with `-<parts>` at the end when it is made of the parts' checksums. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
  readonly type: ChecksumType;
}

export const checksumAlgorithms = Object.keys(sumLengths) as ChecksumAlgorithm[];

export const checksumHeader = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

export const createChecksum = (algorithm: ChecksumAlgorithm): Crc => {
  switch (algorithm) {
    case "CRC32":
      return createCrc32();
    case "CRC32C":
      return createCrc32c();
    case "CRC64NVME":
      return createCrc64Nvme();
    case "SHA1":
    case "SHA256": {
      const hash = createHash(algorithm);
      return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
    }
  }
};

/** Reads an algorithm name from a header such as `x-amz-checksum-algorithm`. */
export const parseAlgorithm = (name: string): ChecksumAlgorithm => {
  const algorithm = checksumAlgorithms.find((known) => known === name.toUpperCase());
  if (algorithm === undefined) {
    throw new AwsError(
      400,
      "InvalidRequest",
      `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${checksumAlgorithms.join(", ")}]`,
    );
  }
  return algorithm;
};

/** The checksum that a request states in its header, or the algorithm of the one that it announces in its trailer. */
export const statedChecksum = (
  headers: ReadonlyMap<string, string>,
): { algorithm: ChecksumAlgorithm; value: string | undefined } | undefined => {
  const stated = checksumAlgorithms.filter((algorithm) => headers.has(checksumHeader(algorithm)));
  const trailer = headers.get("x-amz-trailer")?.trim().toLowerCase();
  const announced = checksumAlgorithms.filter((algorithm) => checksumHeader(algorithm) === trailer);
  if (trailer !== undefined && announced.length === 0) {
    throw new AwsError(400, "InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
  }
  const [algorithm, second] = [...stated, ...announced];
  if (second !== undefined) {
    throw new AwsError(
      400,
      "InvalidRequest",
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  if (algorithm === undefined) return undefined;
  const value = headers.get(checksumHeader(algorithm));
  if (value !== undefined) requireSum(algorithm, value);
  return { algorithm, value };
};

/** Refuses a value that cannot be a sum of its algorithm. */
export const requireSum = (algorithm: ChecksumAlgorithm, value: string): void => {
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== sumLengths[algorithm] || bytes.toString("base64") !== value) {
    throw new AwsError(400, "InvalidRequest", `Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
};

export const badDigest = (algorithm: ChecksumAlgorithm): AwsError =>
  new AwsError(400, "BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);

const createCrc32 = (): Crc => {
  let sum = 0;
  return {
    update: (chunk) => {
      sum = crc32(chunk, sum);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(sum);
      return bytes;
    },
  };
};
