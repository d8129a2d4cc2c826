import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ResultAsync } from "neverthrow";
import { type ToolError, ToolFailure, toolError, toToolError } from "../error.ts";
import type { Limits } from "../limits.ts";
import { limitBytes, readAll } from "./bytes.ts";
import type { FileReference, FileSink, FileStore, InputFile, OutputFile } from "./file-store.ts";
import type { FileAccess } from "./open-file.ts";
import { makeTempDirectory, type TempDirectory } from "./temp-directory.ts";

/** The file store of one call, with what has to be tidied up behind it. */
export interface CallFiles extends AsyncDisposable {
  readonly store: FileStore;
}

/** Makes the file store of one call. Dispose it at the end: temporary files go. */
export const openCallFiles = (options: {
  readonly access: FileAccess;
  readonly sink: FileSink;
  readonly limits: Limits;
  readonly signal: AbortSignal;
}): CallFiles => {
  const { access, sink, limits, signal } = options;
  let directory: TempDirectory | undefined;
  let spilled = 0;

  const read = async (reference: FileReference): Promise<InputFile> => {
    const { openFile } = await import("./open-file.ts");
    const file = await openFile(reference, access, { signal, maxBytes: limits.fetchedFileBytes });
    return {
      ...file,
      body: limitBytes(file.body, limits.inputFileBytes, () => tooLarge(file.name, limits.inputFileBytes)),
    };
  };

  const measure = async (file: InputFile): Promise<InputFile & { size: number }> => {
    if (file.size !== undefined) return { ...file, size: file.size };
    directory ??= await makeTempDirectory();
    const path = join(directory.path, String(spilled++));
    let size = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array, void> {
      for await (const chunk of file.body) {
        size += chunk.byteLength;
        yield chunk;
      }
    };
    await pipeline(counted, createWriteStream(path, { mode: 0o600 }), { signal });
    return { ...file, size, body: createReadStream(path) };
  };

  const write = async (file: OutputFile): Promise<FileReference & { size: number }> => {
    let size = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array, void> {
      for await (const chunk of file.body) {
        signal.throwIfAborted();
        size += chunk.byteLength;
        yield chunk;
      }
    };
    const { uri } = await sink({ ...file, body: counted() }, signal);
    if (file.size !== undefined && file.size !== size) {
      throw new ToolFailure(
        toolError("upstream", `${file.name} broke off after ${size} of ${file.size} bytes.`, { retryable: true }),
      );
    }
    return { uri, name: file.name, media_type: file.mediaType, size };
  };

  const guard = <T>(work: Promise<T>): ResultAsync<T, ToolError> =>
    ResultAsync.fromPromise(work, (thrown) => fileError(thrown, signal));
  return {
    store: {
      read: (reference) => guard(read(reference)),
      measure: (file) => guard(measure(file)),
      write: (file) => guard(write(file)),
    },
    [Symbol.asyncDispose]: async () => directory?.[Symbol.asyncDispose](),
  };
};

/** A file collected in memory, for a caller that gave no sink. */
export interface CollectedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** A sink that keeps files in memory, up to a number of bytes in all. */
export const collectFiles = (maxBytes: number): { readonly files: CollectedFile[]; readonly sink: FileSink } => {
  const files: CollectedFile[] = [];
  let left = maxBytes;
  return {
    files,
    sink: async (file) => {
      const body = limitBytes(file.body, left, () =>
        toolError(
          "too_large",
          `The files of one call may take ${maxBytes} bytes of memory; ${file.name} goes beyond that.`,
          {
            hint: "Give the call a file sink that streams, or raise the limit collectedFileBytes.",
          },
        ),
      );
      const bytes = await readAll(body);
      left -= bytes.byteLength;
      files.push({ name: file.name, mediaType: file.mediaType, bytes });
      return { uri: null };
    },
  };
};

const fileError = (thrown: unknown, signal: AbortSignal): ToolError =>
  toToolError(thrown, (cause) =>
    signal.aborted
      ? toolError("aborted", "The call was stopped while a file moved.")
      : toolError("unavailable", `The file broke off: ${cause instanceof Error ? cause.message : "unknown cause"}.`),
  );

const tooLarge = (name: string, maxBytes: number): ToolError =>
  toolError("too_large", `${name} is larger than ${maxBytes} bytes.`);
