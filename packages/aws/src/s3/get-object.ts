import { limitBytes, readAll, toolError, toToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import { byteRange, checkByteRange, receivedRange } from "./byte-range.ts";
import { openObject } from "./download.ts";
import { describeObject, objectFacts } from "./object-facts.ts";
import { objectUri, objectVersion } from "./schema.ts";
import { parseS3Uri } from "./uri.ts";

const mostBytes = 5 * 1024 ** 2;

/**
 * Gets one small object, or a range of a large one, with its bytes in the answer: as text where they are UTF-8, else in base64.
 *
 * @see Amazon S3 API Reference, GetObject
 */
export const s3GetObject = awsTool({
  name: "s3_get_object",
  title: "Get an S3 object",
  description:
    "Gets one small S3 object, or a range of a large one, with its bytes in the answer: as text where they are UTF-8, else in base64. " +
    "Takes at most max_bytes. For large objects, and to have a file, use s3_file_download.",
  effect: { kind: "read" },
  permissions: ["s3:GetObject", "s3:GetObjectVersion"],

  input: () =>
    z
      .strictObject({
        s3_uri: objectUri(),
        version_id: objectVersion(),
        max_bytes: z
          .int()
          .min(1)
          .max(mostBytes)
          .default(1024 ** 2)
          .describe("Most bytes to get; a larger object or range is refused with `too_large`."),
        ...byteRange(),
      })
      .superRefine(checkByteRange),
  output: () =>
    z.object({
      s3_uri: z.string(),
      body: z.string().describe("The bytes, as body_encoding says."),
      body_encoding: z.enum(["utf-8", "base64"]),
      byte_range: receivedRange(),
      ...objectFacts(),
      metadata: z.record(z.string(), z.string()).describe("What was stored with the object under x-amz-meta- names."),
    }),

  execute: ({ s3_uri, version_id, max_bytes, ...range }, call) =>
    parseS3Uri(s3_uri).asyncAndThen((location) =>
      openObject(call, { ...location, versionId: version_id, range }, max_bytes).andThen((opened) =>
        ResultAsync.fromPromise(
          readAll(limitBytes(opened.body, max_bytes, () => toolError("too_large", `${s3_uri} is too large.`))),
          (thrown) => toToolError(thrown, () => toolError("unavailable", `${s3_uri} broke off while it was read.`)),
        ).map((bytes) => ({
          s3_uri,
          ...bodyText(bytes),
          byte_range: opened.range,
          ...describeObject(location, opened.head),
          metadata: opened.head.Metadata ?? {},
        })),
      ),
    ),
});

const bodyText = (bytes: Uint8Array): { body: string; body_encoding: "utf-8" | "base64" } => {
  try {
    const body = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { body, body_encoding: "utf-8" };
  } catch {
    return { body: Buffer.from(bytes).toString("base64"), body_encoding: "base64" }; // not UTF-8
  }
};
