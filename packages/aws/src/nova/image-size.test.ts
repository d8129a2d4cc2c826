import { expect, test } from "vitest";
import { imageSize } from "./image-size.ts";

const pngOf = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(33);
  header.write("\x89PNG\r\n\x1a\n", 0, "latin1");
  header.writeUInt32BE(13, 8);
  header.write("IHDR", 12, "latin1");
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
};

const jpegOf = (marker: number, width: number, height: number): Buffer => {
  const application = Buffer.from([0xff, 0xe0, 0, 4, 1, 2]);
  const tables = Buffer.from([0xff, 0xc4, 0, 3, 0]);
  const frame = Buffer.from([0xff, marker, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 0]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), application, Buffer.from([0xff]), tables, frame]);
};

test("reads a PNG's header", () => {
  expect(imageSize({ format: "png", bytes: pngOf(1280, 720) })).toEqual({ width: 1280, height: 720 });
  expect(imageSize({ format: "png", bytes: pngOf(1280, 720).subarray(0, 20) })).toBeUndefined();
});

test.each([0xc0, 0xc2])("reads a JPEG's frame %d behind other segments and fill bytes", (marker) => {
  expect(imageSize({ format: "jpeg", bytes: jpegOf(marker, 1280, 720) })).toEqual({ width: 1280, height: 720 });
});

test("a JPEG that is cut off, or is none, has no size", () => {
  const bytes = jpegOf(0xc0, 1280, 720);
  for (let length = 0; length < bytes.length - 4; length++) {
    expect(imageSize({ format: "jpeg", bytes: bytes.subarray(0, length) })).toBeUndefined();
  }
  expect(imageSize({ format: "jpeg", bytes: Buffer.alloc(100) })).toBeUndefined();
  expect(
    imageSize({ format: "jpeg", bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0, 0, 0]) }),
  ).toBeUndefined();
});
