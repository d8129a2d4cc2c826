import { isObject, type JsonObject, type ToolError, ToolFailure, toolError, toToolError } from "@tsunagu/core";
import { err, ok, type Result, ResultAsync } from "neverthrow";

/** A file to store in Dify. */
export interface FileToUpload {
  readonly name: string;
  readonly mediaType: string;
  /** Of bytes, or of a file on disk by `openAsBlob` of `node:fs`, which is then streamed. */
  readonly content: Blob;
}

/** A file that Dify has stored. */
export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Where Dify serves it, signed, if it says so. */
  readonly url: string | null;
}

type Ask = (request: JsonObject) => ResultAsync<readonly JsonObject[], ToolError>;

const maxAnswerCharacters = 64 * 1024;

/**
 * Asks for a signed address and posts the file to it. The signature covers name and media type, which the form's part
 * has to repeat exactly: so what a form field would escape, or Dify would drop, is taken out before asking.
 *
 * @see Dify, api/controllers/files/upload.py
 */
export const uploadFile = (ask: Ask, file: FileToUpload, signal: AbortSignal): ResultAsync<UploadedFile, ToolError> => {
  const filename = file.name.replace(/["\\/\r\n]/g, "_").slice(0, 200) || "file";
  const mimetype = file.mediaType.split(";", 1)[0]?.trim().toLowerCase() || "application/octet-stream";
  return ask({ filename, mimetype })
    .andThen(addressOf)
    .andThen((url) => {
      const form = new FormData();
      form.set("file", file.content.slice(0, file.content.size, mimetype), filename);
      return ResultAsync.fromPromise(post(url, form, signal), (thrown) =>
        toToolError(thrown, () =>
          signal.aborted
            ? toolError("aborted", "The call has ended before the file was stored in Dify.")
            : toolError("unavailable", "Dify's address for files could not be reached.", { hint: filesUrlHint }),
        ),
      );
    });
};

const filesUrlHint =
  "Whoever runs Dify has to set FILES_URL (or INTERNAL_FILES_URL) to an address that plugins reach, such as http://api:5001, and restart it.";

const addressOf = ([answer]: readonly JsonObject[]): Result<URL, ToolError> => {
  const url = typeof answer?.["url"] === "string" ? URL.parse(answer["url"]) : null;
  return url !== null && (url.protocol === "http:" || url.protocol === "https:")
    ? ok(url)
    : err(
        toolError("upstream", "Dify gave an address for a file without http:// or https:// in front.", {
          hint: filesUrlHint,
        }),
      );
};

const post = async (url: URL, form: FormData, signal: AbortSignal): Promise<UploadedFile> => {
  const response = await fetch(url, { method: "POST", body: form, redirect: "error", signal });
  const text = (await response.text()).slice(0, maxAnswerCharacters);
  if (response.status !== 201) throw new ToolFailure(notStored(response.status, text));
  const { id, name, size, preview_url: preview } = parseObject(text);
  if (typeof id !== "string") throw new ToolFailure(toolError("upstream", "Dify stored a file, but names none."));
  return {
    id,
    name: String(name ?? ""),
    size: Number(size ?? 0),
    url: typeof preview === "string" && preview !== "" ? preview : null,
  };
};

const parseObject = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch (cause) {
    throw new ToolFailure(toolError("upstream", `Dify's answer about a file is not JSON: ${String(cause)}`));
  }
};

const notStored = (status: number, text: string): ToolError =>
  toolError(
    status === 413 ? "too_large" : status === 403 ? "forbidden" : "upstream",
    status === 413
      ? "The file is larger than this Dify takes."
      : `Dify did not store the file: ${text.slice(0, 500) || "no reason given"}.`,
    { origin: { service: "dify", operation: "upload_file", status } },
  );
