import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { limitBytes, makeTempDirectory, type OutputFile, type ToolError, ToolFailure, toolError } from "@tsunagu/core";

/** A file of known size. Dispose it after reading: a temporary file goes. */
export interface MeasuredFile extends AsyncDisposable {
  readonly size: number;
  /** The content. It can be read again only where there is a blob too. */
  body(): AsyncIterable<Uint8Array>;
  /** The same content, kept on disk: of a file over `keepOver` bytes. */
  readonly blob: Blob | undefined;
}

export interface MeasureOptions {
  readonly maxBytes: number;
  /** Bytes over which the content is kept in a private temporary file, to be read more than once. */
  readonly keepOver: number;
  readonly signal: AbortSignal;
}

/**
 * The same file with its size known; one of unknown size is counted on its way through a private temporary file.
 * Throws a ToolFailure: `too_large` for one over `maxBytes`, without reading it where the size is known, and `upstream`
 * for a kept one that is not as long as announced.
 */
export const measureFile = async (file: OutputFile, options: MeasureOptions): Promise<MeasuredFile> => {
  const { maxBytes, keepOver, signal } = options;
  if (file.size !== undefined && file.size > maxBytes) {
    await discard(file.body);
    throw new ToolFailure(tooLarge(file, maxBytes));
  }
  if (file.size !== undefined && file.size <= keepOver)
    return { size: file.size, body: () => file.body, blob: undefined, [Symbol.asyncDispose]: async () => {} };
  const directory = await makeTempDirectory();
  try {
    const path = join(directory.path, "file");
    const target = createWriteStream(path, { mode: 0o600 });
    await pipeline(
      limitBytes(file.body, maxBytes, () => tooLarge(file, maxBytes)),
      target,
      { signal },
    );
    const size = target.bytesWritten;
    if (file.size !== undefined && size !== file.size) throw wrongLength(file, file.size);
    return {
      size,
      body: () => createReadStream(path),
      blob: size > keepOver ? await openAsBlob(path, { type: file.mediaType }) : undefined,
      [Symbol.asyncDispose]: directory[Symbol.asyncDispose],
    };
  } catch (cause) {
    await directory[Symbol.asyncDispose]();
    throw cause;
  }
};

/** A file that is not as long as it was said to be. */
export const wrongLength = (file: OutputFile, size: number): ToolFailure =>
  new ToolFailure(
    toolError("upstream", `${file.name} is not ${size} bytes long, as was announced.`, { retryable: true }),
  );

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
