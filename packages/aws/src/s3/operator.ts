import { extname } from "node:path";
import type { Content, Parsed, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { byteRange, checkByteRange, rangeHeader, receivedRange } from "./byte-range.ts";
import { openObject } from "./download.ts";
import { checkNotes, noteMembers, objectNotes } from "./object-notes.ts";
import { presignRead, presignStored } from "./presign-read.ts";
import { readText } from "./read-text.ts";
import {
  checkEncryption,
  generatePresignUrl,
  objectUri,
  plainEtag,
  presignExpiry,
  storedObject,
  uploadMembers,
  uploadOptions,
} from "./schema.ts";
import { s3 } from "./service.ts";
import { parseS3Uri, type S3Location } from "./uri.ts";

const maxTextBytes = 8 * 1024 ** 2;

const input = () =>
  z
    .strictObject({
      operation_type: z.enum(["read", "write"]).default("read").describe("What to do with the object."),
      s3_uri: objectUri(),
      text_content: z
        .string()
        .max(maxTextBytes)
        .optional()
        .describe("The text to write; needed for write, and may be empty."),
      generate_presign_url: generatePresignUrl().describe(
        "Return a link to the object instead of its text (read), or beside the result (write).",
      ),
      presign_expiry: presignExpiry(),
      content_type: z
        .string()
        .min(1)
        .max(255)
        .optional()
        .describe("Media type to store; by default guessed from the key's ending."),
      max_bytes: z
        .int()
        .min(1)
        .max(maxTextBytes)
        .default(1024 ** 2)
        .describe("Most bytes to read; a larger object or range is refused with `too_large`."),
      ...byteRange(),
      ...uploadOptions(),
      ...objectNotes(),
    })
    .superRefine((value, context) => {
      checkEncryption(value, context);
      checkNotes(value, context);
      checkByteRange(value, context);
      if (rangeHeader(value) !== undefined && (value.operation_type === "write" || value.generate_presign_url)) {
        const field = value.last_bytes === undefined ? "first_byte" : "last_bytes";
        context.addIssue({ code: "custom", path: [field], message: "goes only with reading text" });
      }
      if (value.operation_type === "write" && value.text_content === undefined) {
        context.addIssue({
          code: "custom",
          path: ["text_content"],
          message: "is needed to write; give an empty text to write an empty object",
        });
      }
    });

const output = () =>
  z.object({
    operation_type: z.enum(["read", "write"]),
    s3_uri: z.string(),
    bucket_name: z.string(),
    object_key: z.string(),
    text: z.string().nullable().describe("What was read; null for write and when a link was asked for."),
    presigned_url: z.string().nullable(),
    presign_expiry: z.int().nullable().describe("Seconds."),
    byte_range: receivedRange(),
    content_type: z.string().nullable(),
    ...storedObject(),
    size: z.int().min(0).nullable().describe("Bytes, of the range if one was asked for."),
  });

/**
 * Reads or writes one object, or reads a range of it, as UTF-8 text, up to 8 MiB.
 *
 * @see Amazon S3 API Reference, GetObject and PutObject
 */
export const s3Operator = awsTool({
  name: "s3_operator",
  title: "Read or write S3 text",
  description:
    "Reads or writes one S3 object as UTF-8 text, or makes a presigned link to it. A range of its bytes can be read alone. " +
    "For binary or large objects use s3_file_download and s3_file_uploader. Writing replaces an existing object unless if_none_match is true.",
  effect: { kind: "write", idempotent: true },
  effectOf: ({ operation_type }) =>
    operation_type === "read" ? { kind: "read" } : { kind: "write", idempotent: true },
  permissions: ["s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"],
  credentialOutputs: ["presigned_url"],
  input,
  output,

  plan: ({ s3_uri, text_content }) => `Writes ${Buffer.byteLength(text_content ?? "")} bytes of text to ${s3_uri}.`,

  execute: (request, call) =>
    parseS3Uri(request.s3_uri).asyncAndThen((location) => {
      if (request.operation_type === "write") return write(request, location, call);
      return request.generate_presign_url ? link(request, location, call) : read(request, location, call);
    }),

  present: (answer) => [textOf(answer)],
});

type Request = Parsed<ReturnType<typeof input>>;
type Answer = Parsed<ReturnType<typeof output>>;

const write = (request: Request, location: S3Location, call: AwsCall): ResultAsync<Answer, ToolError> => {
  const body = Buffer.from(request.text_content ?? "");
  return ResultAsync.fromSafePromise(textType(request, location.key)).andThen((contentType) =>
    s3(
      call,
      (sdk) =>
        new sdk.PutObjectCommand({
          Bucket: location.bucket,
          Key: location.key,
          Body: body,
          ContentType: contentType,
          ...uploadMembers(request),
          ...noteMembers(request),
        }),
    ).andThen((stored) =>
      presignStored(call, location, request).map((signed) => ({
        ...nothingKnown(request, location),
        ...signed,
        content_type: contentType,
        etag: plainEtag(stored.ETag),
        version_id: stored.VersionId ?? null,
        size: body.byteLength,
      })),
    ),
  );
};

const link = (request: Request, location: S3Location, call: AwsCall): ResultAsync<Answer, ToolError> =>
  presignRead(call, location, request).map((signed) => ({ ...nothingKnown(request, location), ...signed }));

const read = (request: Request, location: S3Location, call: AwsCall): ResultAsync<Answer, ToolError> =>
  openObject(call, { ...location, range: request }, request.max_bytes).andThen(({ head, range, body }) =>
    readText(body, request.max_bytes, request.s3_uri).map((text) => ({
      ...nothingKnown(request, location),
      text,
      byte_range: range,
      content_type: head.ContentType ?? null,
      etag: plainEtag(head.ETag),
      version_id: head.VersionId ?? null,
      size: head.ContentLength ?? null,
    })),
  );

const nothingKnown = (request: Request, location: S3Location): Answer => ({
  operation_type: request.operation_type,
  s3_uri: request.s3_uri,
  bucket_name: location.bucket,
  object_key: location.key,
  text: null,
  presigned_url: null,
  presign_expiry: null,
  byte_range: null,
  content_type: null,
  etag: null,
  version_id: null,
  size: null,
});

const textOf = (answer: Answer): Content => ({
  type: "text",
  text: answer.text ?? answer.presigned_url ?? answer.s3_uri,
});

const textType = async (request: Request, key: string): Promise<string> => {
  if (request.content_type !== undefined) return request.content_type;
  const { default: mime } = await import("mime");
  const type = mime.getType(extname(key)) ?? "text/plain";
  return type.startsWith("text/") || type === "application/json" ? `${type}; charset=utf-8` : type;
};
