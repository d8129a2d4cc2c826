import { setImmediate as nextTurn } from "node:timers/promises";

/** Where a frame's compressed data is. */
export interface PackedFrame {
  readonly gif: Buffer;
  /** At the frame's code size, which is 1 to 8; whole sub-blocks follow it. */
  readonly data: number;
  /** How many pixels the frame has. */
  readonly pixels: number;
}

const mostCodes = 4096;
/** Pixels that are unpacked before other work gets its turn: a few milliseconds. */
const pixelsInTurn = 250_000;
const bytesInTurn = 50_000;

/**
 * Unpacks a frame's color numbers, row by row as they are stored. Data that ends early gives fewer than the frame has pixels;
 * data that cannot be unpacked gives undefined: it has to begin, at first and after each clear code, with a color. Gives way
 * to other work every few milliseconds, and ends when the signal fires.
 *
 * @see Graphics Interchange Format, Version 89a, Appendix F: Variable-Length-Code LZW Compression
 */
export const unpackColors = async (
  { gif, data, pixels }: PackedFrame,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> => {
  const codeSize = gif[data] ?? 0;
  const clear = 2 ** codeSize;
  const colors = new Uint8Array(pixels);
  const table = firstTable(clear);
  let [size, known, before] = [codeSize + 1, clear + 2, -1];
  let [bits, pending] = [0, 0];
  let position = 0;
  let [pixelsTurn, bytesTurn] = [pixelsInTurn, data + bytesInTurn];
  for (let offset = data + 1; (gif[offset] ?? 0) !== 0; offset += (gif[offset] ?? 0) + 1) {
    const end = offset + 1 + (gif[offset] ?? 0);
    for (let at = offset + 1; at < end; at++) {
      pending |= (gif[at] ?? 0) << bits;
      bits += 8;
      while (bits >= size) {
        const code = pending & ((1 << size) - 1);
        pending >>= size;
        bits -= size;
        if (code === clear) {
          size = codeSize + 1;
          known = clear + 2;
          before = -1;
          continue;
        }
        if (code === clear + 1 || code > known || position === pixels) return colors.subarray(0, position);
        if (before < 0) {
          if (code > clear) return undefined;
        } else if (known < mostCodes) {
          table.prefix[known] = before;
          table.length[known] = (table.length[before] ?? 0) + 1;
          table.first[known] = table.first[before] ?? 0;
          table.last[known] = table.first[code === known ? before : code] ?? 0;
          known++;
          if (known === 1 << size && known < mostCodes) size++;
        }
        position = writeRun(colors, position, code, table);
        before = code;
      }
    }
    if (position >= pixelsTurn || offset >= bytesTurn) {
      [pixelsTurn, bytesTurn] = [position + pixelsInTurn, offset + bytesInTurn];
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  return colors.subarray(0, position);
};

/** Each code's run of colors, as the code of all but its last one, that one, its first one, and how many there are. */
interface CodeTable {
  readonly prefix: Uint16Array;
  readonly last: Uint8Array;
  readonly first: Uint8Array;
  readonly length: Uint16Array;
}

const firstTable = (clear: number): CodeTable => {
  const table = {
    prefix: new Uint16Array(mostCodes),
    last: new Uint8Array(mostCodes),
    first: new Uint8Array(mostCodes),
    length: new Uint16Array(mostCodes),
  };
  for (let color = 0; color < clear; color++) {
    table.last[color] = color;
    table.first[color] = color;
    table.length[color] = 1;
  }
  return table;
};

/** Writes a code's run, as much as there is room for, from its end on; answers with where the next one begins. */
const writeRun = (colors: Uint8Array, start: number, code: number, { prefix, last, length }: CodeTable): number => {
  const end = start + (length[code] ?? 0);
  let left = code;
  for (let to = end - 1; to >= start; to--) {
    colors[to] = last[left] ?? 0; // beyond the array nothing is written
    left = prefix[left] ?? 0;
  }
  return Math.min(end, colors.length);
};
