import { fileOutput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { objectFacts } from "./object-facts.ts";
import { objectFile } from "./object-file.ts";
import { objectUri, objectVersion } from "./schema.ts";
import { parseS3Uri } from "./uri.ts";

/**
 * Downloads one object as a file, streaming.
 *
 * @see Amazon S3 API Reference, GetObject
 */
export const s3FileDownload = awsTool({
  name: "s3_file_download",
  title: "Download a file from S3",
  description:
    "Downloads one S3 object as a file. Use s3_list_objects to find its key, and s3_operator to read text straight into the answer.",
  effect: { kind: "read" },
  permissions: ["s3:GetObject", "s3:GetObjectVersion"],
  deadlineMs: 60 * 60_000,

  input: () =>
    z.strictObject({
      s3_uri: objectUri(),
      version_id: objectVersion(),
      max_bytes: z
        .int()
        .min(1)
        .default(5 * 1024 ** 4)
        .describe("Most bytes to download; a larger object is refused before a byte is read."),
    }),

  output: () => z.object({ ...objectFacts(), s3_uri: z.string(), file: fileOutput }),

  execute: (input, call) =>
    parseS3Uri(input.s3_uri).asyncAndThen((location) =>
      objectFile(call, { ...location, versionId: input.version_id }, input.max_bytes).map(({ facts, file }) => ({
        ...facts,
        s3_uri: input.s3_uri,
        file,
      })),
    ),

  present: (answer) => [
    { type: "file", file: answer.file },
    {
      type: "text",
      text: `${answer.s3_uri}\ncontent_type: ${answer.content_type}\ncontent_length: ${answer.content_length}\netag: ${answer.etag}\nlast_modified: ${answer.last_modified}`,
    },
  ],
});
