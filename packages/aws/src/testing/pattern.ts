import { createHash } from "node:crypto";
import { Readable } from "node:stream";

/** Bytes that differ from part to part, as a stream, and their hash. */
export const pattern = (length: number) => {
  const block = Buffer.from(Array.from({ length: 65_537 }, (_value, index) => (index * 31) % 251));
  const blocks = function* (): Generator<Uint8Array, void> {
    for (let left = length; left > 0; left -= block.byteLength) {
      yield block.subarray(0, Math.min(left, block.byteLength));
    }
  };
  return { stream: () => Readable.from(blocks()), hash: () => hashOf(Readable.from(blocks())) };
};

/** SHA-256, in hexadecimal. */
export const hashOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const digest = createHash("sha256");
  for await (const chunk of body) digest.update(chunk);
  return digest.digest("hex");
};
