const mostCodes = 4096;

/**
 * Whether a frame's compressed data begins, at first and after each clear code, with a color as it has to. A decoder that
 * takes another code there builds a table that refers to itself, and never ends.
 *
 * `data` is at the frame's code size, which is 1 to 8; whole sub-blocks follow it.
 *
 * @see Graphics Interchange Format, Version 89a, Appendix F: Variable-Length-Code LZW Compression
 */
export const areCodesSound = (gif: Buffer, data: number): boolean => {
  const codeSize = gif[data] ?? 0;
  const clear = 2 ** codeSize;
  let size = codeSize + 1;
  let known = clear + 2;
  let isFirst = true;
  let [bits, pending] = [0, 0];
  for (const byte of bytesOfSubBlocks(gif, data + 1)) {
    pending |= byte << bits;
    bits += 8;
    while (bits >= size) {
      const code = pending & (2 ** size - 1);
      pending >>= size;
      bits -= size;
      if (code === clear) {
        [size, known, isFirst] = [codeSize + 1, clear + 2, true];
        continue;
      }
      if (code === clear + 1 || code > known) return true; // the frame's data ends here
      if (isFirst) {
        if (code > clear) return false;
        isFirst = false;
        continue;
      }
      if (known < mostCodes) known++;
      if (known === 2 ** size && known < mostCodes) size++;
    }
  }
  return true;
};

function* bytesOfSubBlocks(gif: Buffer, start: number): Generator<number, void> {
  for (let offset = start; (gif[offset] ?? 0) !== 0; offset += (gif[offset] ?? 0) + 1) {
    yield* gif.subarray(offset + 1, offset + 1 + (gif[offset] ?? 0));
  }
}
