import { type ToolError, ToolFailure } from "../error.ts";

/** Passes chunks on, and fails with the given error as soon as they exceed a number of bytes. */
export async function* limitBytes(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooLarge: () => ToolError,
): AsyncGenerator<Uint8Array, void> {
  let total = 0;
  for await (const chunk of body) {
    total += chunk.byteLength;
    if (total > maxBytes) throw new ToolFailure(tooLarge());
    yield chunk;
  }
}

/** Reads a whole body into memory. Limit it first. */
export const readAll = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** A body of bytes that are in memory already. */
export async function* bodyOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}
