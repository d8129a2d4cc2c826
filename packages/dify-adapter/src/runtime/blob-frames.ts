import type { JsonObject } from "@tsunagu/core";

/** Raw bytes of one blob message; Dify refuses longer ones. */
export const chunkBytes = 8192;

export interface BlobFile {
  readonly sessionId: string;
  readonly id: string;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly meta: JsonObject;
}

export interface BlobFrames {
  /** The messages of the next bytes: in every piece but the file's last a multiple of 8,192. */
  next(piece: Buffer): Uint8Array<ArrayBuffer>;
  /** The message after the last: it holds no data. */
  end(): Uint8Array<ArrayBuffer>;
}

/**
 * Makes the messages of one file as bytes of whole lines. A file of 30 MiB takes 3,840 messages that differ in a number and
 * the data alone, so the rest is made once, and the data goes straight from bytes to bytes.
 */
export const blobFrames = ({ sessionId, id, size, meta }: BlobFile): BlobFrames => {
  const text = (value: string | JsonObject): string => JSON.stringify(value);
  const head = `{"event":"session","session_id":${text(sessionId)},"data":{"type":"stream","data":{"type":"blob_chunk","message":{"id":${text(id)},"sequence":`;
  const middle = `,"total_length":${size},"blob":"`;
  const tail = (end: boolean): string => `","end":${end}},"meta":${text(meta)}}}}\n`;
  const middleTail = Buffer.from(tail(false));
  let sequence = 0;

  return {
    next: (piece: Buffer): Uint8Array<ArrayBuffer> => {
      const count = Math.ceil(piece.byteLength / chunkBytes);
      const perFrame =
        Buffer.byteLength(head) + 10 + middle.length + Math.ceil(chunkBytes / 3) * 4 + middleTail.byteLength;
      const lines = Buffer.allocUnsafeSlow(count * perFrame);
      let offset = 0;
      for (let start = 0; start < piece.byteLength; start += chunkBytes) {
        offset += lines.write(`${head}${sequence++}${middle}`, offset);
        offset += lines.write(piece.toString("base64", start, start + chunkBytes), offset, "latin1");
        offset += middleTail.copy(lines, offset);
      }
      return lines.subarray(0, offset);
    },
    end: (): Uint8Array<ArrayBuffer> => Buffer.from(`${head}${sequence++}${middle}${tail(true)}`),
  };
};
