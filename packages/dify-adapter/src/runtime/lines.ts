/** A line of input, or the first bytes of one that was longer than allowed. */
export type Line = { readonly text: string } | { readonly tooLong: string };

const headBytes = 4096;

/**
 * Splits bytes into lines, and passes on together what came together. A line over `maxBytes` is dropped but for its
 * beginning, so that memory stays bounded.
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<readonly Line[], void> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  const take = (piece: Uint8Array): void => {
    const wasWithin = size <= maxBytes;
    size += piece.byteLength;
    if (size <= maxBytes) pieces.push(piece);
    else if (wasWithin) pieces = [Buffer.concat([...pieces, piece]).subarray(0, headBytes)];
  };
  const finish = (): Line => {
    const text = Buffer.concat(pieces).toString("utf8");
    const line = size <= maxBytes ? { text } : { tooLong: text };
    pieces = [];
    size = 0;
    return line;
  };

  for await (const chunk of input) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, end));
      start = end + 1;
      lines.push(finish());
    }
    take(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield [finish()];
}
