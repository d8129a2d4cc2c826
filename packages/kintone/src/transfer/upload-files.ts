import { type FileReference, type FileStore, invalidField, type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result, type ResultAsync } from "neverthrow";
import { orThrow } from "../read/reader.ts";
import { type KintoneSession, settle } from "../session.ts";
import { checkFileName } from "./file-name.ts";
import { maxFileBytes, uploadFile } from "./upload.ts";

/** A file that kintone has taken. */
export interface UploadedFile {
  readonly fileKey: string;
  readonly file_name: string;
  readonly size: number;
  readonly mime_type: string;
}

/** What uploading needs of a call. */
export interface UploadContext {
  readonly session: KintoneSession;
  readonly files: FileStore;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
  report(progress: { readonly message: string; readonly done: number; readonly total: number }): void;
}

/** Reads the names for files: a list, JSON text of one, or one name. Errors: `invalid_input`. */
export const readFileNames = (
  given: string | readonly string[] | undefined,
  count: number,
): Result<readonly string[], ToolError> => {
  if (given === undefined) return ok([]);
  const names = typeof given === "string" ? namesIn(given) : given;
  if (names === undefined || names.length !== count) {
    return err(
      invalidField(
        "file_names",
        `does not name ${count} ${count === 1 ? "file" : "files"}`,
        "Give one name for each file, in order.",
      ),
    );
  }
  return ok(names);
};

const namesIn = (text: string): readonly string[] | undefined => {
  if (!text.trim().startsWith("[")) return [text];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((name) => typeof name === "string") ? parsed : undefined;
  } catch {
    return [text]; // a name that begins with a bracket
  }
};

/**
 * Uploads files one after another. Errors: that of the first file when nothing was uploaded; after that `partial`, with the
 * keys of the files that kintone has taken.
 */
export const uploadFiles = (
  references: readonly FileReference[],
  names: readonly string[],
  context: UploadContext,
): ResultAsync<readonly UploadedFile[], ToolError> =>
  settle(async () => {
    for (const [index, name] of names.entries()) orThrow(checkFileName(name, ["file_names", index]));
    const uploaded: UploadedFile[] = [];
    for (const [index, reference] of references.entries()) {
      const file = await uploadOne(reference, names[index], index, context);
      uploaded.push(orThrow(file.mapErr((error) => uploadError(error, uploaded, index, references.length))));
      context.report({
        message: `${uploaded.length} of ${references.length} files uploaded`,
        done: uploaded.length,
        total: references.length,
      });
    }
    return uploaded;
  });

const uploadOne = (
  reference: FileReference,
  name: string | undefined,
  index: number,
  { session, files, signal, timeoutMs }: UploadContext,
): ResultAsync<UploadedFile, ToolError> =>
  files
    .read(reference)
    .andThen((file) =>
      checkFileName(name ?? file.name, ["upload_file", index]).map((checked) => ({ ...file, name: checked })),
    )
    .andThen((file) => files.measure(file))
    .andThen((file) => checkSize(file, index))
    .andThen((file) =>
      uploadFile(session, file, { signal, timeoutMs }).map((fileKey) => ({
        fileKey,
        file_name: file.name,
        size: file.size,
        mime_type: file.mediaType,
      })),
    );

const checkSize = <F extends { readonly name: string; readonly size: number }>(
  file: F,
  index: number,
): Result<F, ToolError> => {
  const path = ["upload_file", index];
  if (file.size === 0)
    return err(
      toolError("invalid_input", `${file.name} is empty, which kintone refuses.`, {
        issues: [{ path, message: "is empty" }],
      }),
    );
  if (file.size <= maxFileBytes) return ok(file);
  return err(toolError("too_large", `${file.name} takes ${file.size} bytes, more than kintone's 1 GiB for one file.`));
};

const uploadError = (error: ToolError, done: readonly UploadedFile[], index: number, count: number): ToolError => {
  if (done.length === 0) return error;
  const remaining = Array.from({ length: count - index - 1 }, (_, offset) => index + 1 + offset);
  return toolError(
    "partial",
    `${done.length} of ${count} files were uploaded; then file ${index} failed: ${error.message}`,
    {
      hint: "The keys of the uploaded files are good for three days; upload only the file that failed and the remaining ones again.",
      partial: {
        done: done.map((file) => ({ ...file })),
        failed: [{ file: index, code: error.code, reason: error.message }],
        remaining,
      },
      ...(error.origin === undefined ? {} : { origin: error.origin }),
      ...(error.issues === undefined ? {} : { issues: error.issues }),
    },
  );
};
