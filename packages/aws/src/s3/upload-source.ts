import { type InputFile, ToolFailure, toolError } from "@tsunagu/core";

/** A file on its way up, read into buffers that are used again, so that a large file leaves no garbage behind. */
export interface UploadSource {
  /** Reads until the buffer is full or the file has ended. `last`: nothing follows. */
  fill(buffer: Buffer): Promise<{ readonly bytes: number; readonly last: boolean }>;
  /** Bytes read so far. */
  count(): number;
  /** Lets go of the file, read to its end or not. */
  close(): void;
}

/** Fails when the file has another size than it said, and as soon as the signal fires, even where the file stands still. */
export const uploadSource = (file: InputFile, signal: AbortSignal): UploadSource => {
  const chunks = file.body[Symbol.asyncIterator]();
  let chunk: Uint8Array | undefined = new Uint8Array();
  let count = 0;

  const checkSize = (isWhole: boolean): void => {
    if (file.size === undefined || (isWhole ? count === file.size : count <= file.size)) return;
    const found = isWhole ? `${count}` : `${count} or more`;
    const problem = `was said to have ${file.size} bytes but has ${found}; nothing was stored`;
    throw new ToolFailure(toolError("upstream", `${file.name} ${problem}.`));
  };

  /** Makes `chunk` hold at least one byte, or undefined at the end. */
  const advance = async (): Promise<void> => {
    while (chunk?.byteLength === 0) {
      const { done, value } = await orStop(chunks.next(), signal);
      chunk = done === true ? undefined : value;
      count += chunk?.byteLength ?? 0;
      checkSize(chunk === undefined);
    }
  };

  return {
    fill: async (buffer) => {
      let bytes = 0;
      for (await advance(); chunk !== undefined && bytes < buffer.byteLength; await advance()) {
        const taken = chunk.subarray(0, buffer.byteLength - bytes);
        buffer.set(taken, bytes);
        bytes += taken.byteLength;
        chunk = chunk.subarray(taken.byteLength);
      }
      return { bytes, last: chunk === undefined };
    },
    count: () => count,
    // Closing may have to wait for the file, and how it ends changes nothing any more.
    close: () => void Promise.allSettled([chunks.return?.()]),
  };
};

const orStop = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
