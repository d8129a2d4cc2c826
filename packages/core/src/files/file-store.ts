import type { ResultAsync } from "neverthrow";
import type { ToolError } from "../error.ts";

/**
 * A file in JSON. As input, `uri` is `https:`, `data:`, `file:` (where the host allows it) or a handle of the host.
 * As output, `uri` is where the host put the file, and null when it travels beside the answer.
 */
export interface FileReference {
  readonly uri: string | null;
  readonly name?: string | undefined;
  readonly media_type?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
}

/** A file that a tool reads. The body can be read once. */
export interface InputFile {
  readonly name: string;
  readonly mediaType: string;
  /** Bytes, where they are known before reading. */
  readonly size?: number | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/** A file that a tool hands out, as it streams. */
export type OutputFile = InputFile;

/** The files of one call: what the caller refers to, and where results go. Bytes never pass through JSON. */
export interface FileStore {
  /** Opens what an input refers to. */
  read(reference: FileReference): ResultAsync<InputFile, ToolError>;
  /** The same file with its size known; it is spilled to a private temporary file only when it has to be counted. */
  measure(file: InputFile): ResultAsync<InputFile & { readonly size: number }, ToolError>;
  /** Hands a file to the caller. Resolves when the caller has taken all of it. */
  write(file: OutputFile): ResultAsync<FileReference & { readonly size: number }, ToolError>;
}

/** Takes a tool's file, reading the body to its end. Answers with where it went, or null when it is sent beside the answer. */
export type FileSink = (file: OutputFile, signal: AbortSignal) => Promise<{ readonly uri: string | null }>;
