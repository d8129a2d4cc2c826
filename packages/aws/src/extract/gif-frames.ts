import { setImmediate as nextTurn } from "node:timers/promises";
import type { FrameBlock, GifBlocks } from "./gif-blocks.ts";

/** One picture of an animation, as it is shown: every frame before it counts in. */
export interface Picture {
  /** Which frame of the GIF, from 0. */
  readonly index: number;
  /** Red, green, blue, alpha of each pixel, row by row. Valid until the next one is asked for. */
  readonly rgba: Uint8Array;
}

/**
 * Unpacks a GIF up to its last wanted frame, and answers with each wanted one. Holds two pictures at most, gives way to
 * other work after each frame, and ends when the signal fires.
 *
 * @see Graphics Interchange Format, Version 89a
 */
export async function* pictures(
  gif: GifBlocks,
  wanted: ReadonlySet<number>,
  signal: AbortSignal,
): AsyncGenerator<Picture, void> {
  const { decode, decodeUndisposedFrame } = await import("modern-gif");
  const source = gif.plain;
  const decoded = decode(source);
  const last = Math.max(...wanted);
  let canvas: Uint8Array = new Uint8Array(gif.width * gif.height * 4);
  for (const [index, frame] of gif.frames.slice(0, last + 1).entries()) {
    signal.throwIfAborted();
    const before = frame.disposal === 3 ? canvas.slice() : canvas;
    paint(canvas, gif, frame, decodeUndisposedFrame(source, decoded, index).data);
    if (wanted.has(index)) yield { index, rgba: canvas };
    if (frame.disposal === 2) clear(canvas, gif, frame);
    canvas = before;
    await nextTurn();
  }
}

/** Puts a frame's opaque pixels onto the canvas; what lies outside of it is left out. */
const paint = (canvas: Uint8Array, gif: GifBlocks, frame: FrameBlock, rgba: Uint8ClampedArray): void => {
  const { columns, rows } = visible(gif, frame);
  const [target, source] = [pixelsOf(canvas), pixelsOf(rgba)];
  for (let y = 0; y < rows; y++) {
    const to = (frame.top + y) * gif.width + frame.left;
    for (let x = 0; x < columns; x++) {
      const pixel = source[y * frame.width + x] ?? 0;
      if (pixel !== 0) target[to + x] = pixel;
    }
  }
};

/** Four bytes at once. A transparent pixel is 0, and no other is: its alpha is 255. */
const pixelsOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint8ClampedArray): Uint32Array =>
  new Uint32Array(buffer, byteOffset, byteLength / 4);

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
