import type { Content, Parsed, ToolContext } from "@tsunagu/core";
import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import type { AwsSession } from "../session.ts";
import { forEachOf, onFileError, settleBatch } from "./batch.ts";
import { objectFacts } from "./object-facts.ts";
import { objectFile } from "./object-file.ts";
import { objectUri } from "./schema.ts";
import { parseS3Uri } from "./uri.ts";

/** One after the other: a surface takes one file at a time. */
const downloadsAtOnce = 1;

const entry = () =>
  z.object({
    index: z.int().min(0),
    s3_uri: z.string(),
    status: z.enum(["ok", "failed"]),
    object: z.object(objectFacts()).nullable(),
    filename: z.string().nullable(),
    file: fileOutput.nullable(),
    error: z.string().nullable(),
    error_code: z.string().nullable(),
  });

/**
 * Downloads several objects as files, each by itself: one that fails does not stop the others.
 *
 * @see Amazon S3 API Reference, GetObject
 */
export const s3FilesDownload = awsTool({
  name: "s3_files_download",
  title: "Download files from S3",
  description: "Downloads up to 100 S3 objects as files. Use s3_list_objects to find their keys.",
  effect: { kind: "read" },
  permissions: ["s3:GetObject"],
  deadlineMs: 60 * 60_000,

  input: () =>
    z.strictObject({
      s3_uris: z.array(objectUri()).min(1).max(100).describe("The objects, as `s3://bucket/key` each."),
      max_bytes: z
        .int()
        .min(1)
        .default(5 * 1024 ** 4)
        .describe("Most bytes for each object; a larger one fails before a byte is read."),
      on_file_error: onFileError(),
    }),
  output: () => z.object({ count: z.int(), ok: z.int(), failed: z.int(), results: z.array(entry()) }),

  execute: ({ s3_uris, max_bytes, on_file_error }, call) =>
    forEachOf(s3_uris, downloadsAtOnce, call.signal, async (uri, index) =>
      downloadOne(uri, max_bytes, call).match(
        (found): Entry => ({ ...blank(uri, index), ...found, status: "ok" }),
        (error): Entry => ({ ...blank(uri, index), error: error.message, error_code: error.code }),
      ),
    ).andThen((entries) => settleBatch(entries, on_file_error)),

  present: (answer) => [
    ...answer.results.flatMap((result): Content[] =>
      result.file === null ? [] : [{ type: "file", file: result.file }],
    ),
    { type: "text", text: answer.results.map(lineOf).join("\n") },
  ],
});

type Entry = Parsed<ReturnType<typeof entry>>;

const downloadOne = (uri: string, maxBytes: number, call: ToolContext<AwsSession>) =>
  parseS3Uri(uri, "s3_uris").asyncAndThen((location) =>
    objectFile(call, location, maxBytes).map(({ facts, file }) => ({ object: facts, filename: file.name, file })),
  );

const blank = (uri: string, index: number): Entry => ({
  index,
  s3_uri: uri,
  status: "failed",
  object: null,
  filename: null,
  file: null,
  error: null,
  error_code: null,
});

const lineOf = (result: Entry): string =>
  result.status === "ok" ? `${result.s3_uri}: ${result.file?.size} bytes` : `FAILED ${result.s3_uri}: ${result.error}`;
