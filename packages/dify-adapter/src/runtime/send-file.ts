import { randomUUID } from "node:crypto";
import { type FileSink, type JsonObject, type OutputFile, ToolFailure, toolError } from "@tsunagu/core";
import { measureFile } from "./measure-file.ts";
import type { Session } from "./session.ts";

/** Raw bytes of one blob message; Dify refuses longer ones. */
const chunkBytes = 8192;

/** Bytes of the largest file that Dify takes from a tool. */
export const maxFileBytes = 30 * 1024 * 1024;

/** A file sink that sends each file into the session, one after the other: Dify takes the chunks of one file at a time. */
export const fileSender = (session: Session): FileSink => {
  let last: Promise<unknown> = Promise.resolve();
  return async (file, signal) => {
    const sent = last.then(() => sendFile(session, file, signal));
    last = sent.catch(() => {}); // the tool gets the failure; the next file does not
    await sent;
    return { uri: null };
  };
};

/**
 * Sends a file as blob messages. Dify reserves the announced length before the first byte, so the length is known, and
 * kept, whatever the tool said. Throws a ToolFailure: `too_large` before anything is sent, `upstream` for a file that
 * is not as long as announced.
 */
const sendFile = async (session: Session, file: OutputFile, signal: AbortSignal): Promise<void> => {
  await using measured = await measureFile(file, maxFileBytes, signal);
  const id = randomUUID();
  const meta: JsonObject = { mime_type: file.mediaType, filename: file.name };
  let sequence = 0;
  const send = (blob: string, end: boolean): Promise<void> =>
    session.stream({
      type: "blob_chunk",
      message: { id, sequence: sequence++, total_length: measured.size, blob, end },
      meta,
    });

  let sent = 0;
  for await (const chunk of evenChunks(measured.body)) {
    signal.throwIfAborted();
    sent += chunk.byteLength;
    if (sent > measured.size) throw wrongLength(file, measured.size);
    await send(chunk.toString("base64"), false);
  }
  if (sent !== measured.size) throw wrongLength(file, measured.size);
  await send("", true);
};

async function* evenChunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of body) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    rest = rest.byteLength === 0 ? bytes : Buffer.concat([rest, bytes]);
    let start = 0;
    for (; rest.byteLength - start >= chunkBytes; start += chunkBytes) yield rest.subarray(start, start + chunkBytes);
    rest = Buffer.from(rest.subarray(start));
  }
  if (rest.byteLength > 0) yield rest;
}

const wrongLength = (file: OutputFile, size: number): ToolFailure =>
  new ToolFailure(
    toolError("upstream", `${file.name} is not ${size} bytes long, as was announced.`, { retryable: true }),
  );
