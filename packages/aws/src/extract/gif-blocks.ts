import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { areCodesSound } from "./gif-codes.ts";

/** What a GIF's blocks say, read without unpacking a pixel. */
export interface GifBlocks {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly FrameBlock[];
  /** The same GIF with nothing in it but what its frames need; comments, texts and bytes behind the end are gone. */
  readonly plain: Uint8Array<ArrayBuffer>;
}

export interface FrameBlock {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** What becomes of the frame's area before the next one: 2 clears it, 3 restores what was there. */
  readonly disposal: number;
  /** Milliseconds that it is shown. */
  readonly delayMs: number;
}

const mostFrames = 10_000;
/** Pixels of the whole image and of one frame: 3840 by 2160. One takes about a second to unpack. */
const mostPixels = 3840 * 2160;
/** Pixels of all frames together. */
const mostTotalPixels = 200_000_000;
const extension = 0x21;
const graphicControl = 0xf9;
const imageDescriptor = 0x2c;
const trailer = 0x3b;
/** What viewers use in place of no delay. */
const defaultDelayMs = 100;

/**
 * Reads a GIF's structure and holds it against the limits, before anything is unpacked or allocated for it.
 * Errors: `invalid_input` for what is no sound GIF, `too_large` for more frames or pixels than are unpacked here.
 *
 * @see Graphics Interchange Format, Version 89a
 */
export const readBlocks = (gif: Buffer): Result<GifBlocks, ToolError> => {
  if (!/^GIF8[79]a/.test(gif.toString("latin1", 0, 6)) || gif.length < 13) return err(notGif("it has no GIF header"));
  const width = gif.readUInt16LE(6);
  const height = gif.readUInt16LE(8);
  if (width === 0 || height === 0) return err(notGif("it has no area"));
  if (width * height > mostPixels) return err(tooManyPixels(`${width} by ${height} pixels`));
  let offset = 13 + tableBytes(gif[10] ?? 0);
  const parts: Uint8Array[] = [gif.subarray(0, offset)];
  const frames: FrameBlock[] = [];
  let control: Buffer | undefined;
  let total = 0;
  while (offset < gif.length && gif[offset] !== trailer) {
    const start = offset;
    if (gif[start] === extension) {
      const end = endOfSubBlocks(gif, start + 2);
      if (end === undefined) break;
      if (gif[start + 1] === graphicControl && gif[start + 2] === 4) control = gif.subarray(start, start + 8);
      offset = end;
      continue;
    }
    if (gif[start] !== imageDescriptor) return err(notGif(`there is an unknown block at byte ${start}`));
    if (start + 10 >= gif.length) break;
    const data = start + 10 + tableBytes(gif[start + 9] ?? 0);
    const end = endOfSubBlocks(gif, data + 1);
    if (end === undefined) break;
    const frame = frameAt(gif, start, control);
    const codeSize = gif[data] ?? 0;
    if (codeSize < 1 || codeSize > 8) return err(notGif(`frame ${frames.length} has a code size of ${codeSize}`));
    if (!areCodesSound(gif, data)) return err(notGif(`the data of frame ${frames.length} is damaged`));
    const pixels = frame.width * frame.height;
    total += pixels;
    if (pixels > mostPixels) return err(tooManyPixels(`a frame of ${frame.width} by ${frame.height} pixels`));
    if (total > mostTotalPixels) return err(tooManyPixels(`frames of more than ${mostTotalPixels} pixels together`));
    if (frames.length === mostFrames) return err(tooManyPixels(`more than ${mostFrames} frames`));
    frames.push(frame);
    if (control !== undefined) parts.push(control.subarray(0, 7), Uint8Array.of(0));
    parts.push(gif.subarray(start, end));
    control = undefined;
    offset = end;
  }
  if (frames.length === 0) return err(notGif("it has no complete frame"));
  return ok({ width, height, frames, plain: joined([...parts, Uint8Array.of(trailer)]) });
};

/** Bytes of the color table that a flags byte announces. */
const tableBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

/** Behind the empty sub-block that ends a row of them; undefined when the file breaks off before. */
const endOfSubBlocks = (gif: Buffer, start: number): number | undefined => {
  let offset = start;
  while (offset < gif.length) {
    const length = gif[offset] ?? 0;
    offset += length + 1;
    if (length === 0) return offset;
  }
  return undefined;
};

const frameAt = (gif: Buffer, start: number, control: Buffer | undefined): FrameBlock => ({
  left: gif.readUInt16LE(start + 1),
  top: gif.readUInt16LE(start + 3),
  width: gif.readUInt16LE(start + 5),
  height: gif.readUInt16LE(start + 7),
  disposal: ((control?.[3] ?? 0) >> 2) & 7,
  delayMs: (control?.readUInt16LE(4) ?? 0) * 10 || defaultDelayMs,
});

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
};

const notGif = (reason: string): ToolError =>
  toolError("invalid_input", `input_url: the file is not a sound GIF: ${reason}.`, {
    issues: [{ path: ["input_url"], message: `the file is not a sound GIF: ${reason}` }],
  });

const tooManyPixels = (what: string): ToolError =>
  toolError("too_large", `The GIF has ${what}, more than is unpacked here.`, {
    hint: `At most ${mostPixels} pixels a frame, ${mostTotalPixels} in all, and ${mostFrames} frames.`,
  });
