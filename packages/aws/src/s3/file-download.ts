import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { byteRange, checkByteRange, receivedRange } from "./byte-range.ts";
import { objectFacts } from "./object-facts.ts";
import { objectFile } from "./object-file.ts";
import { objectUri, objectVersion } from "./schema.ts";
import { parseS3Uri } from "./uri.ts";

/**
 * Downloads one object, or a range of its bytes, as a file, streaming.
 *
 * @see Amazon S3 API Reference, GetObject
 */
export const s3FileDownload = awsTool({
  name: "s3_file_download",
  title: "Download a file from S3",
  description:
    "Downloads one S3 object, or a range of its bytes, as a file. Use s3_list_objects to find its key, and s3_operator to read text straight into the answer.",
  effect: { kind: "read" },
  permissions: ["s3:GetObject", "s3:GetObjectVersion"],
  deadlineMs: 60 * 60_000,

  input: () =>
    z
      .strictObject({
        s3_uri: objectUri(),
        version_id: objectVersion(),
        ...byteRange(),
        max_bytes: z
          .int()
          .min(1)
          .default(5 * 1024 ** 4)
          .describe("Most bytes to download; a larger object or range is refused before a byte is read."),
      })
      .superRefine(checkByteRange),

  output: () =>
    z.object({
      ...objectFacts(),
      content_length: z.int().min(0).describe("Bytes, of the range if one was asked for."),
      byte_range: receivedRange(),
      s3_uri: z.string(),
      file: fileOutput,
    }),

  execute: (input, call) =>
    parseS3Uri(input.s3_uri).asyncAndThen((location) =>
      objectFile(call, { ...location, versionId: input.version_id, range: input }, input.max_bytes).map(
        ({ facts, range, file }) => ({ ...facts, byte_range: range, s3_uri: input.s3_uri, file }),
      ),
    ),

  present: (answer) => [
    { type: "file", file: answer.file },
    {
      type: "text",
      text: `${answer.s3_uri}\ncontent_type: ${answer.content_type}\ncontent_length: ${answer.content_length}\netag: ${answer.etag}\nlast_modified: ${answer.last_modified}`,
    },
  ],
});
