import { limitBytes, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { kintoneTool } from "../connector.ts";
import { orThrow } from "../read/reader.ts";
import { milliseconds, requestTimeout } from "../schema.ts";
import { settle } from "../session.ts";
import { dispositionFileName } from "../transfer/content-disposition.ts";
import { maxFileBytes } from "../transfer/upload.ts";

/**
 * Downloads the file of an attachment, streaming.
 *
 * @see kintone REST API, Download File
 */
export const kintoneDownloadFile = kintoneTool({
  name: "kintone_download_file",
  title: "Download a kintone file",
  description:
    "Downloads a file that is attached to a kintone record. Read the record with kintone_query first: a FILE field's value holds " +
    "`fileKey`, `name` and `size` of each file. The key that kintone_upload_file answers with downloads nothing, and keys change when " +
    "the record is saved, so read them just before.",
  effect: { kind: "read" },
  permissions: ["app:view records"],

  input: () =>
    z.strictObject({
      file_key: z
        .string()
        .min(1)
        .max(1000)
        .describe("`fileKey` of the file, from a FILE field of a record that was read just now."),
      max_bytes: z
        .int()
        .min(1)
        .max(maxFileBytes)
        .default(maxFileBytes)
        .describe("Most bytes to accept. A larger file is an error before it is read."),
      request_timeout: requestTimeout(),
    }),

  output: () =>
    z.object({
      file_key: z.string(),
      file_name: z.string(),
      mime_type: z.string(),
      size: z.int().min(0).describe("Bytes."),
      download_url: z.string().describe("Where kintone has the file; it takes the connection's credential to read it."),
      file: fileOutput,
    }),

  execute: ({ file_key, max_bytes, request_timeout }, { session, signal, files }) => {
    const path = `${session.path("file")}?fileKey=${encodeURIComponent(file_key)}`;
    return settle(() =>
      session.transport.send(
        {
          operation: "downloadFile",
          method: "GET",
          path,
          signal,
          timeoutMs: milliseconds(request_timeout),
          repeatable: true,
        },
        async ({ headers, body }) => {
          const size = sizeOf(headers["content-length"]);
          if (size !== undefined && size > max_bytes) throw new ToolFailure(tooLarge(max_bytes, size));
          const name = dispositionFileName(headers["content-disposition"]) ?? "file";
          const mediaType = headers["content-type"]?.split(";")[0]?.trim() || "application/octet-stream";
          const limited = limitBytes(body, max_bytes, () => tooLarge(max_bytes, undefined));
          const file = orThrow(await files.write({ name, mediaType, size, body: limited }));
          return {
            file_key,
            file_name: name,
            mime_type: mediaType,
            size: file.size,
            download_url: `${session.origin}${path}`,
            file: { uri: file.uri, name, media_type: mediaType, size: file.size },
          };
        },
      ),
    );
  },

  present: ({ file_name, mime_type, size }) => [
    { type: "text", text: `Downloaded ${file_name} (${mime_type}, ${size} bytes).` },
  ],
});

const sizeOf = (header: string | undefined): number | undefined =>
  header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;

const tooLarge = (maxBytes: number, size: number | undefined): ToolError =>
  toolError(
    "too_large",
    `The file ${size === undefined ? "is larger" : `takes ${size} bytes, more`} than ${maxBytes} bytes.`,
    { hint: "Raise max_bytes." },
  );
