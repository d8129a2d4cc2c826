import { bodyOf, type InputFile, isObject, readAll, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import { readJson } from "../http/http-client.ts";
import { type KintoneSession, settle } from "../session.ts";
import { multipartFile } from "./multipart.ts";

/** kintone's limit for one file, in bytes. */
export const maxFileBytes = 1024 ** 3;

const bufferedBytes = 4 * 1024 ** 2;

/**
 * Uploads one file, streaming, and answers with its key, which a record can take for three days. Files up to 4 MiB are
 * held in memory, so that they can be sent again when kintone asks to wait; larger ones are sent once.
 *
 * @see kintone REST API, Upload File
 */
export const uploadFile = (
  session: KintoneSession,
  file: InputFile & { readonly size: number },
  options: { readonly signal: AbortSignal; readonly timeoutMs: number | undefined },
): ResultAsync<string, ToolError> =>
  settle(async () => {
    const form = multipartFile(file);
    const buffered = file.size <= bufferedBytes ? await readAll(file.body) : undefined;
    const call = { operation: "uploadFile", ...options, repeatable: buffered !== undefined };
    const answer = await session.transport.send(
      {
        ...call,
        method: "POST",
        path: session.path("file"),
        headers: form.headers,
        body: () => form.body(buffered === undefined ? file.body : bodyOf(buffered)),
        once: buffered === undefined,
      },
      (response) => readJson<unknown>(response, call),
    );
    const fileKey = isObject(answer) ? answer["fileKey"] : undefined;
    if (typeof fileKey === "string" && fileKey !== "") return fileKey;
    throw new ToolFailure(toolError("upstream", "kintone took the file but answered without a fileKey."));
  });
