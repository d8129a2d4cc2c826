import { isObject } from "@tsunagu/core";

/** A file as Dify puts it together from a tool's blob messages. */
export interface ReceivedFile {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

const maxChunkBytes = 8192;
const maxFileBytes = 30 * 1024 * 1024;

/** Puts blob messages together as Dify does. `take` answers with what is wrong with a message, if something is. */
export const collectBlobs = (): {
  readonly files: ReceivedFile[];
  take(data: Readonly<Record<string, unknown>>): string | undefined;
} => {
  const files: ReceivedFile[] = [];
  const open = new Map<string, { readonly total: number; readonly chunks: Buffer[]; size: number; sequence: number }>();
  const take = (data: Readonly<Record<string, unknown>>): string | undefined => {
    const { message, meta } = data;
    if (!isObject(message) || !isObject(meta)) return "a blob chunk has no message or meta";
    const { id, sequence, total_length: total, blob, end } = message;
    if (typeof id !== "string" || typeof total !== "number" || typeof blob !== "string")
      return "a blob chunk lacks a field";
    if (total > maxFileBytes) return `File size ${total} exceeds limit of ${maxFileBytes} bytes`;
    const file = open.get(id) ?? { total, chunks: [], size: 0, sequence: 0 };
    if (!open.has(id) && open.size > 0) return "two files are sent at the same time";
    open.set(id, file);
    if (total !== file.total) return "total_length changes within a file";
    if (sequence !== file.sequence++) return `chunk ${sequence} comes where ${file.sequence - 1} was due`;
    const bytes = Buffer.from(blob, "base64");
    if (bytes.byteLength > maxChunkBytes)
      return `Chunk size ${bytes.byteLength} exceeds limit of ${maxChunkBytes} bytes`;
    if (end === true && bytes.byteLength > 0) return "the last chunk holds data";
    if (end !== true && bytes.byteLength === 0) return "a chunk before the last is empty";
    file.chunks.push(bytes);
    file.size += bytes.byteLength;
    if (file.size > total) return `${file.size} bytes were sent of ${total}`;
    if (end !== true) return undefined;
    if (file.size !== total) return `only ${file.size} of ${total} bytes were sent`;
    open.delete(id);
    files.push({ meta, bytes: Buffer.concat(file.chunks) });
    return undefined;
  };
  return { files, take };
};
