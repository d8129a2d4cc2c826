import { addAbortSignal, Readable } from "node:stream";
import { type InputFile, ToolFailure, toolError } from "@tsunagu/core";

/** A file's bytes on their way up, counted. */
export interface UploadSource {
  readonly stream: Readable;
  /** Bytes so far. */
  count(): number;
}

/**
 * Reads a file for an upload. The stream fails when the file has another size than it said, and ends at once when the signal
 * fires, even where the file stands still: a generator could not be left in the middle of a wait.
 */
export const uploadSource = (file: InputFile, signal: AbortSignal): UploadSource => {
  const chunks = file.body[Symbol.asyncIterator]();
  let count = 0;
  const next = async (): Promise<Uint8Array | null> => {
    const { done, value } = await chunks.next();
    if (done !== true) {
      count += value.byteLength;
      return value;
    }
    if (file.size === undefined || file.size === count) return null;
    const problem = `was said to have ${file.size} bytes but has ${count}; nothing was stored`;
    throw new ToolFailure(toolError("upstream", `${file.name} ${problem}.`));
  };
  const stream = new Readable({
    read() {
      next().then(
        (chunk) => this.push(chunk),
        (cause: Error) => this.destroy(cause),
      );
    },
    destroy(error, callback) {
      callback(error);
      // Closing the file is its own affair: it may have to wait, and how it ends changes nothing any more.
      void Promise.allSettled([chunks.return?.()]);
    },
  });
  return { stream: addAbortSignal(signal, stream), count: () => count };
};
