/** Thrown for a line that the daemon's reader cannot take: it then kills the process. */
export class LineTooLong extends Error {}

/** Splits bytes into lines as the daemon's scanner does: `limit` bytes without a line feed are an error. */
export async function* scanLines(input: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<string, void> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      const piece = chunk.subarray(start, end < 0 ? undefined : end);
      pieces.push(piece);
      size += piece.byteLength;
      if (size >= limit) throw new LineTooLong(`token too long: ${size} bytes`);
      if (end < 0) break;
      if (size > 0) yield Buffer.concat(pieces).toString("utf8");
      pieces = [];
      size = 0;
      start = end + 1;
    }
  }
}
