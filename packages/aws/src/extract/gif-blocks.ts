import { type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";

/** What a GIF's blocks say, read without unpacking a pixel. */
export interface GifBlocks {
  readonly source: Buffer;
  readonly width: number;
  readonly height: number;
  readonly frames: readonly FrameBlock[];
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
  /** Red, green and blue of its colors; undefined where the file has no table, for shades of gray. */
  readonly colors: Buffer | undefined;
  /** The color that leaves what is below. */
  readonly transparent: number | undefined;
  readonly interlaced: boolean;
  /** Where its code size is, and after that its data. */
  readonly data: number;
}

const mostFrames = 10_000;
/** Pixels of the whole image and of one frame: 3840 by 2160. */
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
  const common = tableAt(gif, 13, gif[10] ?? 0);
  let offset = 13 + (common?.length ?? 0);
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
    const colors = tableAt(gif, start + 10, gif[start + 9] ?? 0);
    const data = start + 10 + (colors?.length ?? 0);
    const end = endOfSubBlocks(gif, data + 1);
    if (end === undefined) break;
    const frame = { ...frameAt(gif, start, control), colors: colors ?? common, data };
    const codeSize = gif[data] ?? 0;
    if (codeSize < 1 || codeSize > 8) return err(notGif(`frame ${frames.length} has a code size of ${codeSize}`));
    const pixels = frame.width * frame.height;
    total += pixels;
    if (pixels > mostPixels) return err(tooManyPixels(`a frame of ${frame.width} by ${frame.height} pixels`));
    if (total > mostTotalPixels) return err(tooManyPixels(`frames of more than ${mostTotalPixels} pixels together`));
    if (frames.length === mostFrames) return err(tooManyPixels(`more than ${mostFrames} frames`));
    frames.push(frame);
    control = undefined;
    offset = end;
  }
  if (frames.length === 0) return err(notGif("it has no complete frame"));
  return ok({ source: gif, width, height, frames });
};

/** The color table that a flags byte announces, if it does. */
const tableAt = (gif: Buffer, start: number, flags: number): Buffer | undefined =>
  (flags & 0x80) === 0 ? undefined : gif.subarray(start, start + 3 * 2 ** ((flags & 7) + 1));

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

const frameAt = (gif: Buffer, start: number, control: Buffer | undefined): Omit<FrameBlock, "colors" | "data"> => ({
  left: gif.readUInt16LE(start + 1),
  top: gif.readUInt16LE(start + 3),
  width: gif.readUInt16LE(start + 5),
  height: gif.readUInt16LE(start + 7),
  disposal: ((control?.[3] ?? 0) >> 2) & 7,
  delayMs: (control?.readUInt16LE(4) ?? 0) * 10 || defaultDelayMs,
  transparent: ((control?.[3] ?? 0) & 1) === 1 ? control?.[6] : undefined,
  interlaced: ((gif[start + 9] ?? 0) & 0x40) !== 0,
});

/** The error for a file that is no GIF, or not all of one. */
export const notGif = (reason: string): ToolError =>
  toolError("invalid_input", `input_url: the file is not a sound GIF: ${reason}.`, {
    issues: [{ path: ["input_url"], message: `the file is not a sound GIF: ${reason}` }],
  });

const tooManyPixels = (what: string): ToolError =>
  toolError("too_large", `The GIF has ${what}, more than is unpacked here.`, {
    hint: `At most ${mostPixels} pixels a frame, ${mostTotalPixels} in all, and ${mostFrames} frames.`,
  });
