import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { checkNotes, noteMembers, objectNotes } from "./object-notes.ts";
import { checkEncryption, objectUri, plainEtag, storedObject, uploadMembers, uploadOptions } from "./schema.ts";
import { s3 } from "./service.ts";
import { parseS3Uri } from "./uri.ts";

const mostCharacters = 7 * 1024 ** 2;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Puts one small object, its bytes given in the call: as text or in base64.
 *
 * @see Amazon S3 API Reference, PutObject
 */
export const s3PutObject = awsTool({
  name: "s3_put_object",
  title: "Put an S3 object",
  description:
    "Stores one small S3 object whose bytes are given here, as text or in base64, at most 7 Mi characters. It replaces an object that exists " +
    "unless if_none_match is true or if_match names another state. For files use s3_file_uploader.",
  effect: { kind: "write", idempotent: true },
  permissions: ["s3:PutObject", "s3:PutObjectTagging"],

  input: () =>
    z
      .strictObject({
        s3_uri: objectUri(),
        body: z.string().max(mostCharacters).describe("The bytes, as body_encoding says. May be empty."),
        body_encoding: z.enum(["utf-8", "base64"]).default("utf-8").describe("How body is to be read."),
        content_type: z
          .string()
          .min(1)
          .max(255)
          .default("application/octet-stream")
          .describe("Media type to store, such as `text/plain; charset=utf-8`."),
        if_match: z
          .string()
          .min(1)
          .max(128)
          .optional()
          .describe("ETag that the object must still have; else it is left as it is, with `conflict`."),
        ...uploadOptions(),
        ...objectNotes(),
      })
      .superRefine((value, context) => {
        checkEncryption(value, context);
        checkNotes(value, context);
        if (value.body_encoding === "base64" && !base64.test(value.body)) {
          context.addIssue({ code: "custom", path: ["body"], message: "is not base64" });
        }
        if (value.if_match !== undefined && value.if_none_match) {
          context.addIssue({ code: "custom", path: ["if_match"], message: "does not go with if_none_match" });
        }
      }),
  output: () => z.object({ s3_uri: z.string(), content_type: z.string(), ...storedObject() }),

  plan: (input) => `Stores ${bytesOf(input).byteLength} bytes as ${input.s3_uri}.`,

  execute: (input, call) =>
    parseS3Uri(input.s3_uri).asyncAndThen(({ bucket, key }) => {
      const body = bytesOf(input);
      return s3(
        call,
        (sdk) =>
          new sdk.PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: body,
            ContentType: input.content_type,
            ...(input.if_match === undefined ? {} : { IfMatch: input.if_match }),
            ...uploadMembers(input),
            ...noteMembers(input),
          }),
      ).map((stored) => ({
        s3_uri: input.s3_uri,
        content_type: input.content_type,
        etag: plainEtag(stored.ETag),
        version_id: stored.VersionId ?? null,
        size: body.byteLength,
      }));
    }),
});

const bytesOf = ({ body, body_encoding }: { body: string; body_encoding: "utf-8" | "base64" }): Buffer =>
  Buffer.from(body, body_encoding === "base64" ? "base64" : "utf-8");
