import { promisify } from "node:util";
import { crc32, deflate } from "node:zlib";

/** A picture of which each pixel is red, green, blue and alpha. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const signature = Buffer.from("89504e470d0a1a0a", "hex");
const [bitDepth, withAlpha] = [8, 6];

/**
 * A picture as a PNG file. It is compressed beside the event loop, which is held up only for a copy of the pixels.
 *
 * @see Portable Network Graphics (PNG) Specification, Third Edition
 */
export const encodePng = async ({ width, height, rgba }: RgbaPicture): Promise<Buffer> => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, withAlpha], 8);
  const rowBytes = width * 4;
  const rows = Buffer.alloc(height * (rowBytes + 1)); // each row begins with its filter: 0, none
  for (let row = 0; row < height; row++) {
    rows.set(rgba.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  }
  const data = await promisify(deflate)(rows);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
};

const chunk = (type: string, data: Buffer): Buffer => {
  const content = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
};
