import { randomUUID } from "node:crypto";
import { type FileSink, type OutputFile, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { UploadedFile } from "./backwards/upload-file.ts";
import { blobFrames, chunkBytes } from "./blob-frames.ts";
import { type MeasuredFile, measureFile, wrongLength } from "./measure-file.ts";
import type { Session } from "./session.ts";

/** Bytes of the largest file that Dify takes as a tool's messages. */
export const maxBlobBytes = 30 * 1024 * 1024;
/** Bytes over which a file is stored in Dify by an upload: an agent takes no longer ones as messages. */
export const uploadBytes = 15 * 1024 * 1024;
/** Bytes of the largest file that is uploaded: Dify holds the whole of it in memory. */
export const maxUploadBytes = 256 * 1024 * 1024;
/** Raw bytes that are made into messages at a time. */
const pieceBytes = 8 * chunkBytes;

/**
 * A file sink that sends each file into the session, one after the other: Dify takes the chunks of one file at a time. A
 * file over 15 MiB is uploaded and answered with as a stored file; where Dify takes no upload, one of up to 30 MiB goes
 * as messages after all. Throws a ToolFailure: `too_large` before anything is sent, `upstream` for a file that is not as
 * long as announced.
 */
export const fileSender = (session: Session): FileSink => {
  let last: Promise<unknown> = Promise.resolve();
  return async (file, signal) => {
    const sent = last.then(() => sendFile(session, file, signal));
    last = sent.catch(() => {}); // the tool gets the failure; the next file does not
    await sent;
    return { uri: null };
  };
};

const sendFile = async (session: Session, file: OutputFile, signal: AbortSignal): Promise<void> => {
  await using measured = await measureFile(file, { maxBytes: maxUploadBytes, keepOver: uploadBytes, signal });
  if (measured.blob === undefined) return sendBlob(session, file, measured, signal);
  const { name, mediaType } = file;
  const uploaded = await session.backwards.uploadFile({ name, mediaType, content: measured.blob });
  if (uploaded.isOk()) return sendStored(session, file, uploaded.value);
  signal.throwIfAborted();
  if (measured.size > maxBlobBytes) throw new ToolFailure(tooLarge(file, measured.size, uploaded.error));
  await sendBlob(session, file, measured, signal);
};

/** Dify reserves the announced length before the first byte, so the length is known, and kept, whatever the tool said. */
const sendBlob = async (
  session: Session,
  file: OutputFile,
  measured: MeasuredFile,
  signal: AbortSignal,
): Promise<void> => {
  const meta = { mime_type: file.mediaType, filename: file.name };
  const frames = blobFrames({ sessionId: session.id, id: randomUUID(), size: measured.size, meta });
  let sent = 0;
  for await (const piece of evenPieces(measured.body())) {
    signal.throwIfAborted();
    sent += piece.byteLength;
    if (sent > measured.size) throw wrongLength(file, measured.size);
    await session.streamBytes(frames.next(piece));
  }
  if (sent !== measured.size) throw wrongLength(file, measured.size);
  await session.streamBytes(frames.end());
};

/** A stored file is one for a flow's later nodes only by its address among a tool's files; any other is a link. */
const sendStored = async (session: Session, file: OutputFile, { url, id, size }: UploadedFile): Promise<void> => {
  if (url === null) throw new ToolFailure(toolError("upstream", `Dify stored ${file.name}, but says not where.`));
  const isToolFile = /\/files\/tools\/[\w-]+/.test(url);
  const type = !isToolFile ? "link" : file.mediaType.startsWith("image/") ? "image_link" : "binary_link";
  const meta = { mime_type: file.mediaType, filename: file.name, size, id };
  await session.stream({ type, message: { text: url }, meta });
};

async function* evenPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.byteLength;
    if (size < pieceBytes) continue;
    const all = joined(parts, size);
    const whole = size - (size % chunkBytes);
    for (let start = 0; start < whole; start += pieceBytes)
      yield all.subarray(start, Math.min(start + pieceBytes, whole));
    parts = size > whole ? [Buffer.from(all.subarray(whole))] : []; // a copy: whoever made the bytes may use them again
    size -= whole;
  }
  if (size > 0) yield joined(parts, size);
}

const joined = (parts: readonly Uint8Array[], size: number): Buffer => {
  const [first] = parts;
  return parts.length === 1 && first !== undefined
    ? Buffer.from(first.buffer, first.byteOffset, first.byteLength)
    : Buffer.concat(parts, size);
};

const tooLarge = (file: OutputFile, size: number, cause: ToolError): ToolError =>
  toolError(
    "too_large",
    `${file.name} (${size} bytes) is larger than ${maxBlobBytes} bytes, the most that Dify takes from a tool, and could not be uploaded: ${cause.message}`,
    { hint: cause.hint ?? "Let the tool store the file (in S3, for example) and answer with a link to it." },
  );
