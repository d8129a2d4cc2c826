import { setImmediate as nextTurn } from "node:timers/promises";
import { ToolFailure } from "@tsunagu/core";
import { type FrameBlock, type GifBlocks, notGif } from "./gif-blocks.ts";
import { unpackColors } from "./gif-codes.ts";

/** One picture of an animation, as it is shown: every frame before it counts in. */
export interface Picture {
  /** Which frame of the GIF, from 0. */
  readonly index: number;
  /** Red, green, blue, alpha of each pixel, row by row. Valid until the next one is asked for. */
  readonly rgba: Uint8Array;
}

/**
 * Unpacks a GIF up to its last wanted frame, and answers with each wanted one. Holds two pictures at most, gives way to
 * other work every few milliseconds, and ends when the signal fires.
 * Throws a ToolFailure `invalid_input` for a frame whose data is damaged.
 *
 * @see Graphics Interchange Format, Version 89a
 */
export async function* pictures(
  gif: GifBlocks,
  wanted: ReadonlySet<number>,
  signal: AbortSignal,
): AsyncGenerator<Picture, void> {
  const last = Math.max(...wanted);
  let canvas: Uint8Array = new Uint8Array(gif.width * gif.height * 4);
  for (const [index, frame] of gif.frames.slice(0, last + 1).entries()) {
    signal.throwIfAborted();
    const pixels = frame.width * frame.height;
    const colors = await unpackColors({ gif: gif.source, data: frame.data, pixels }, signal);
    if (colors === undefined) throw new ToolFailure(notGif(`the data of frame ${index} is damaged`));
    const before = frame.disposal === 3 ? canvas.slice() : canvas;
    await nextTurn();
    await paint(canvas, gif, frame, colors);
    if (wanted.has(index)) yield { index, rgba: canvas };
    if (frame.disposal === 2) clear(canvas, gif, frame);
    canvas = before;
    await nextTurn();
  }
}

/** Pixels that are painted before other work gets its turn. */
const pixelsInTurn = 500_000;

/** Puts a frame's opaque pixels onto the canvas; what lies outside of it, and what its data does not reach, is left out. */
const paint = async (canvas: Uint8Array, gif: GifBlocks, frame: FrameBlock, colors: Uint8Array): Promise<void> => {
  const { columns, rows } = visible(gif, frame);
  const target = new Uint32Array(canvas.buffer, canvas.byteOffset, canvas.byteLength / 4);
  const palette = paletteOf(frame);
  const rowsInTurn = Math.max(1, Math.floor(pixelsInTurn / Math.max(1, frame.width)));
  for (const [stored, row] of rowOrder(frame).entries()) {
    if (stored > 0 && stored % rowsInTurn === 0) await nextTurn();
    const from = stored * frame.width;
    const to = (frame.top + row) * gif.width + frame.left;
    const reached = row < rows ? Math.min(columns, colors.length - from) : 0;
    for (let x = 0; x < reached; x++) {
      const pixel = palette[colors[from + x] ?? 0] ?? 0;
      if (pixel !== 0) target[to + x] = pixel;
    }
  }
};

/** Each color number's red, green, blue and alpha as one number; 0 where it is transparent, which no other is. */
const paletteOf = ({ colors, transparent }: FrameBlock): Uint32Array => {
  const bytes = new Uint8Array(256 * 4);
  for (let color = 0; color < 256; color++) {
    for (let part = 0; part < 3; part++) {
      bytes[color * 4 + part] = colors === undefined ? color : (colors[color * 3 + part] ?? 0);
    }
    bytes[color * 4 + 3] = 255;
  }
  const palette = new Uint32Array(bytes.buffer);
  if (transparent !== undefined) palette[transparent] = 0;
  return palette;
};

/** Where each row goes, in the order in which they are stored. */
const rowOrder = ({ height, interlaced }: FrameBlock): readonly number[] => {
  const passes = interlaced ? interlacedPasses : [[0, 1] as const];
  return passes.flatMap(([first, step]) =>
    Array.from({ length: Math.max(0, Math.ceil((height - first) / step)) }, (_none, index) => first + index * step),
  );
};

/** First row and distance of each pass: Appendix E of the format. */
const interlacedPasses = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

const clear = (canvas: Uint8Array, gif: GifBlocks, frame: FrameBlock): void => {
  const { columns, rows } = visible(gif, frame);
  for (let y = 0; y < rows; y++) {
    const start = ((frame.top + y) * gif.width + frame.left) * 4;
    canvas.fill(0, start, start + columns * 4);
  }
};

const visible = (gif: GifBlocks, frame: FrameBlock): { readonly columns: number; readonly rows: number } => ({
  columns: Math.max(0, Math.min(frame.width, gif.width - frame.left)),
  rows: Math.max(0, Math.min(frame.height, gif.height - frame.top)),
});
