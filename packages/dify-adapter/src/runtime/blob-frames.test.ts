import { expect, test } from "vitest";
import { blobFrames } from "./blob-frames.ts";
import { sessionLine } from "./messages.ts";

test.each([
  ["plain names", "s-1", "made.bin"],
  ["names that need escaping", 'a"b\\c', '繋ぐ "x"\n.bin'],
])("frames are the bytes of the messages as any JSON writer makes them: %s", (_name, sessionId, filename) => {
  const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251));
  const meta = { mime_type: "a/b", filename };
  const frames = blobFrames({ sessionId, id: "f", size: bytes.byteLength, meta });
  const first = Buffer.from(frames.next(bytes.subarray(0, 16_384))).toString();
  const second = Buffer.from(frames.next(bytes.subarray(16_384))).toString();
  const last = Buffer.from(frames.end()).toString();
  const line = (sequence: number, blob: string, end: boolean): string => {
    const message = { id: "f", sequence, total_length: 20_000, blob, end };
    return `${sessionLine(sessionId, "stream", { type: "blob_chunk", message, meta })}\n`;
  };
  const part = (index: number): string => bytes.subarray(index * 8192, (index + 1) * 8192).toString("base64");
  expect(first).toBe(line(0, part(0), false) + line(1, part(1), false));
  expect(second).toBe(line(2, part(2), false));
  expect(last).toBe(line(3, "", true));
});
