import { pipeline, Readable } from "node:stream";
import { crc32, createDeflate } from "node:zlib";

/** A picture of which each pixel is red, green, blue and alpha. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const signature = Buffer.from("89504e470d0a1a0a", "hex");
const [bitDepth, withAlpha] = [8, 6];
const bytesAtOnce = 512 * 1024;

/**
 * A picture as a PNG file, in pieces. It is compressed beside the event loop, half a mebibyte of pixels at a time.
 *
 * @see Portable Network Graphics (PNG) Specification, Third Edition
 */
export const encodePng = async (picture: RgbaPicture): Promise<readonly Buffer[]> => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(picture.width, 0);
  header.writeUInt32BE(picture.height, 4);
  header.set([bitDepth, withAlpha], 8);
  const pieces = [signature, ...chunk("IHDR", header)];
  const deflate = createDeflate({ chunkSize: bytesAtOnce });
  pipeline(Readable.from(rowsOf(picture)), deflate, () => {}); // whoever reads the compressed rows gets the error
  for await (const data of deflate) pieces.push(...chunk("IDAT", data as Buffer));
  pieces.push(...chunk("IEND", Buffer.alloc(0)));
  return pieces;
};

/** Some rows at a time. Each begins with its filter: 0, none. */
function* rowsOf({ width, height, rgba }: RgbaPicture): Generator<Buffer, void> {
  const rowBytes = width * 4;
  const rowsAtOnce = Math.max(1, Math.floor(bytesAtOnce / (rowBytes + 1)));
  for (let first = 0; first < height; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, height - first);
    const rows = Buffer.alloc(count * (rowBytes + 1));
    for (let row = 0; row < count; row++) {
      const start = (first + row) * rowBytes;
      rows.set(rgba.subarray(start, start + rowBytes), row * (rowBytes + 1) + 1);
    }
    yield rows;
  }
}

const chunk = (type: string, data: Buffer): readonly Buffer[] => {
  const [head, sum] = [Buffer.alloc(8), Buffer.alloc(4)];
  head.writeUInt32BE(data.length);
  head.write(type, 4, "latin1");
  sum.writeUInt32BE(crc32(data, crc32(type)));
  return [head, data, sum];
};
