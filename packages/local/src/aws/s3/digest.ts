import { createHash } from "node:crypto";
import type { Bodies, Body } from "./bodies.ts";
import { type ChecksumAlgorithm, createChecksum } from "./checksum.ts";

/** Reads a stored body through, for its MD5 and one more checksum. */
export const digestBody = async (
  bodies: Bodies,
  body: Body,
  algorithm?: ChecksumAlgorithm,
): Promise<{ md5: Buffer; checksum: { algorithm: ChecksumAlgorithm; value: string } | undefined }> => {
  const md5 = createHash("md5");
  const sum = algorithm === undefined ? undefined : createChecksum(algorithm);
  bodies.retain(body);
  try {
    for await (const chunk of bodies.read(body)) {
      md5.update(chunk);
      sum?.update(chunk);
    }
  } finally {
    await bodies.release(body);
  }
  return {
    md5: md5.digest(),
    checksum:
      algorithm === undefined || sum === undefined ? undefined : { algorithm, value: sum.digest().toString("base64") },
  };
};
