import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { limitBytes, makeTempDirectory, type OutputFile, type ToolError, ToolFailure, toolError } from "@tsunagu/core";

/** A file of known size. Dispose it after reading: a temporary file goes. */
export interface MeasuredFile extends AsyncDisposable {
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The same file with its size known; one of unknown size is counted on its way through a private temporary file.
 * Throws a ToolFailure `too_large` for one over `maxBytes`, without reading it where the size is known.
 */
export const measureFile = async (file: OutputFile, maxBytes: number, signal: AbortSignal): Promise<MeasuredFile> => {
  if (file.size !== undefined) {
    if (file.size > maxBytes) {
      await discard(file.body);
      throw new ToolFailure(tooLarge(file, maxBytes));
    }
    return { size: file.size, body: file.body, [Symbol.asyncDispose]: async () => {} };
  }
  const directory = await makeTempDirectory();
  try {
    const path = join(directory.path, "file");
    const target = createWriteStream(path, { mode: 0o600 });
    await pipeline(
      limitBytes(file.body, maxBytes, () => tooLarge(file, maxBytes)),
      target,
      { signal },
    );
    return {
      size: target.bytesWritten,
      body: createReadStream(path),
      [Symbol.asyncDispose]: directory[Symbol.asyncDispose],
    };
  } catch (cause) {
    await directory[Symbol.asyncDispose]();
    throw cause;
  }
};

/** Starts and leaves a body, so that what is behind it (a connection, a file) is closed. */
const discard = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const _ of body) break;
};

const tooLarge = (file: OutputFile, maxBytes: number): ToolError => {
  const size = file.size === undefined ? "" : ` (${file.size} bytes)`;
  return toolError(
    "too_large",
    `${file.name}${size} is larger than ${maxBytes} bytes, the most that Dify takes from a tool.`,
    {
      hint: "Let the tool store the file (in S3, for example) and answer with a link to it.",
    },
  );
};
