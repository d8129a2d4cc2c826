import type { ContentBlock } from "@aws-sdk/client-bedrock-agentcore";
import { bodyOf, type FileStore, type ToolError } from "@tsunagu/core";
import { okAsync, ResultAsync } from "neverthrow";

interface WrittenFile {
  readonly uri: string | null;
  readonly name: string;
  readonly media_type: string;
  /** Bytes. */
  readonly size: number;
}

interface FoundFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const binaryType = "application/octet-stream";

/** Hands the images and binary resources among an answer's blocks to the caller, one after the other. */
export const writeBinaryBlocks = (
  files: FileStore,
  blocks: readonly ContentBlock[],
): ResultAsync<WrittenFile[], ToolError> =>
  ResultAsync.fromSafePromise(import("mime")).andThen(({ default: mime }) =>
    writeAll(
      files,
      blocks.flatMap((block, index) => binaryFile(mime, block, index)),
    ),
  );

/** Hands every resource among an answer's blocks to the caller, text included. */
export const writeResourceBlocks = (
  files: FileStore,
  blocks: readonly ContentBlock[],
): ResultAsync<WrittenFile[], ToolError> =>
  ResultAsync.fromSafePromise(import("mime")).andThen(({ default: mime }) =>
    writeAll(
      files,
      blocks.flatMap((block, index) => {
        const text = block.resource?.text;
        if (text === undefined) return binaryFile(mime, block, index);
        return [named(mime, block, index, Buffer.from(text), "text/plain")];
      }),
    ),
  );

type MediaTypes = typeof import("mime")["default"];

const binaryFile = (mime: MediaTypes, block: ContentBlock, index: number): FoundFile[] => {
  const bytes = block.data ?? block.resource?.blob;
  return bytes === undefined ? [] : [named(mime, block, index, bytes, binaryType)];
};

/** The file's own name where the service tells it, else one by its type. */
const named = (
  mime: MediaTypes,
  block: ContentBlock,
  index: number,
  bytes: Uint8Array,
  otherwise: string,
): FoundFile => {
  const given = (block.name ?? block.resource?.uri ?? block.uri ?? "").split("/").at(-1) ?? "";
  const mediaType = block.mimeType ?? block.resource?.mimeType ?? mime.getType(given) ?? otherwise;
  const extension = mime.getExtension(mediaType) ?? "bin";
  return { name: given === "" ? `output-${index + 1}.${extension}` : given, mediaType, bytes };
};

const writeAll = (files: FileStore, found: readonly FoundFile[]): ResultAsync<WrittenFile[], ToolError> =>
  found.reduce<ResultAsync<WrittenFile[], ToolError>>(
    (written, { name, mediaType, bytes }) =>
      written.andThen((done) =>
        files
          .write({ name, mediaType, size: bytes.byteLength, body: bodyOf(bytes) })
          .map(({ uri, size }) => [...done, { uri, name, media_type: mediaType, size }]),
      ),
    okAsync([]),
  );
