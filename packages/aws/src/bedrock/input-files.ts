import {
  type FileReference,
  type FileStore,
  invalidField,
  limitBytes,
  readAll,
  type ToolError,
  toolError,
  toToolError,
} from "@tsunagu/core";
import { err, ok, type Result, ResultAsync } from "neverthrow";

export type ImageFormat = "png" | "jpeg" | "gif" | "webp";

export interface ReadImage<Format extends ImageFormat> {
  readonly format: Format;
  readonly bytes: Buffer;
}

/** The format that an image's first bytes tell, whatever its name says. */
export const imageFormat = (bytes: Buffer): ImageFormat | undefined => {
  if (bytes.subarray(0, 8).equals(pngSignature)) return "png";
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "jpeg";
  const head = bytes.toString("latin1", 0, 12);
  if (/^GIF8[79]a/.test(head)) return "gif";
  return head.startsWith("RIFF") && head.endsWith("WEBP") ? "webp" : undefined;
};

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Reads an image that the caller refers to. Errors: those of reading; `too_large`; `invalid_input` for another format. */
export const readImage = <Format extends ImageFormat>(
  files: FileStore,
  reference: FileReference,
  accepted: { readonly field: string; readonly formats: readonly Format[]; readonly maxBytes: number },
): ResultAsync<ReadImage<Format>, ToolError> =>
  readFile(files, reference, accepted.maxBytes).andThen(({ name, bytes }) => checkFormat(bytes, name, accepted));

/** Checks that bytes are an image of a format that is accepted. */
export const checkFormat = <Format extends ImageFormat>(
  bytes: Buffer,
  name: string,
  { field, formats }: { readonly field: string; readonly formats: readonly Format[] },
): Result<ReadImage<Format>, ToolError> => {
  const found = imageFormat(bytes);
  const format = formats.find((each) => each === found);
  return format === undefined
    ? err(invalidField(field, `${name} is not an image in ${formats.join(" or ")}`, "Convert it first."))
    : ok({ format, bytes });
};

/** Reads a file that the caller refers to into memory. Errors: those of reading; `too_large`. */
export const readFile = (
  files: FileStore,
  reference: FileReference,
  maxBytes: number,
): ResultAsync<{ readonly name: string; readonly mediaType: string; readonly bytes: Buffer }, ToolError> =>
  files.read(reference).andThen((file) =>
    ResultAsync.fromPromise(
      readAll(
        limitBytes(file.body, maxBytes, () => toolError("too_large", `${file.name} is larger than ${maxBytes} bytes.`)),
      ).then((bytes) => ({ name: file.name, mediaType: file.mediaType, bytes })),
      (thrown) => toToolError(thrown, () => toolError("unavailable", `${file.name} broke off while it was read.`)),
    ),
  );
