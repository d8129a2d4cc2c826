import type { ReadImage } from "../bedrock/input-files.ts";

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** The size that a PNG's or JPEG's own header tells; undefined when the header is cut off or wrong. */
export const imageSize = ({ format, bytes }: ReadImage<"png" | "jpeg">): ImageSize | undefined =>
  format === "png" ? pngSize(bytes) : jpegSize(bytes);

/** The header chunk comes first, so its place is fixed. */
const pngSize = (bytes: Buffer): ImageSize | undefined =>
  bytes.length < 24 || bytes.toString("latin1", 12, 16) !== "IHDR"
    ? undefined
    : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };

/** Segments follow one another, each with its length; the size is in the one that starts a frame. */
const jpegSize = (bytes: Buffer): ImageSize | undefined => {
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
};

/** SOF0 to SOF15, without the three markers in between that are tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
