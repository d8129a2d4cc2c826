import { unzipSync } from "fflate";

/** The comment at the end of a ZIP file; empty where there is none. */
export const zipComment = (packed: Uint8Array): string => {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const end = endRecord(bytes);
  return bytes.toString("utf8", end + endRecordBytes);
};

/** The same file with another comment. Throws a RangeError for one that is too long for the format. */
export const withZipComment = (packed: Uint8Array, comment: string): Uint8Array => {
  const text = Buffer.from(comment);
  if (text.byteLength > 0xffff) throw new RangeError("A ZIP file's comment has at most 65535 bytes.");
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const head = Buffer.from(bytes.subarray(0, endRecord(bytes) + endRecordBytes));
  head.writeUInt16LE(text.byteLength, head.byteLength - 2);
  return Buffer.concat([head, text]);
};

/** A ZIP file's entries in the order of its directory. */
export const zipEntries = (packed: Uint8Array): readonly (readonly [path: string, content: Uint8Array])[] => {
  const order: string[] = [];
  const files = unzipSync(packed, {
    filter: ({ name }) => {
      order.push(name);
      return true;
    },
  });
  return order.flatMap((path) => {
    const content = files[path];
    return content === undefined ? [] : [[path, content] as const];
  });
};

const endRecordBytes = 22;

/** Where the record starts that ends a ZIP file: before a comment whose length it states. */
const endRecord = (bytes: Buffer): number => {
  for (let start = bytes.byteLength - endRecordBytes; start >= 0; start--) {
    const fits = start + endRecordBytes + bytes.readUInt16LE(start + 20) === bytes.byteLength;
    if (fits && bytes.readUInt32LE(start) === 0x06054b50) return start;
  }
  throw new Error("This is no plugin package: it is no ZIP file.");
};
