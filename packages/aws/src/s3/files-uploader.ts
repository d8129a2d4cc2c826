import type { InputFile, Parsed, ToolContext, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import type { ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsSession } from "../session.ts";
import { forEachOf, onFileError, settleBatch } from "./batch.ts";
import { distinctNames, uploadKey } from "./object-key.ts";
import { checkNotes, noteMembers, objectNotes } from "./object-notes.ts";
import { presignStored } from "./presign-read.ts";
import {
  bucketName,
  checkEncryption,
  generatePresignUrl,
  inputFile,
  presignExpiry,
  uploadMembers,
  uploadOptions,
} from "./schema.ts";
import { type StoredObject, uploadObject } from "./upload.ts";
import { fileNameOf, s3Uri } from "./uri.ts";

const uploadsAtOnce = 3;

const input = () =>
  z
    .strictObject({
      bucket_name: bucketName(),
      key_prefix: z
        .string()
        .max(1024)
        .optional()
        .describe("Put before each key, with one slash between; slashes around it do not count."),
      input_files: z.array(inputFile()).min(1).max(100).describe("The files to upload."),
      generate_presign_url: generatePresignUrl(),
      presign_expiry: presignExpiry(),
      on_file_error: onFileError(),
      ...uploadOptions(),
      ...objectNotes(),
    })
    .superRefine(checkEncryption)
    .superRefine(checkNotes);

const entry = () =>
  z.object({
    index: z.int().min(0),
    status: z.enum(["ok", "failed"]),
    bucket_name: z.string(),
    object_key: z.string().nullable(),
    s3_uri: z.string().nullable(),
    etag: z.string().nullable(),
    version_id: z.string().nullable(),
    size: z.int().min(0).nullable().describe("Bytes."),
    presigned_url: z.string().nullable(),
    presign_expiry: z.int().nullable(),
    server_side_encryption: z.string().nullable(),
    kms_key_id: z.string().nullable(),
    bucket_key_enabled: z.boolean(),
    error: z.string().nullable(),
    error_code: z.string().nullable(),
  });

/**
 * Uploads several files, each by itself: one that fails does not stop the others.
 *
 * @see Amazon S3 API Reference, PutObject, CreateMultipartUpload
 */
export const s3FilesUploader = awsTool({
  name: "s3_files_uploader",
  title: "Upload files to S3",
  description:
    "Uploads up to 100 files to an S3 bucket, named like the files; equal names get -1, -2 before the ending. " +
    "Objects of those keys are replaced unless if_none_match is true.",
  effect: { kind: "write", idempotent: true },
  permissions: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:PutObjectTagging", "s3:GetObject"],
  deadlineMs: 60 * 60_000,
  credentialOutputs: ["presigned_url"],
  input,
  output: () => z.object({ count: z.int(), ok: z.int(), failed: z.int(), results: z.array(entry()) }),

  plan: ({ bucket_name, key_prefix, input_files }) =>
    `Uploads ${input_files.length} files to bucket ${bucket_name}${key_prefix === undefined ? "" : ` under ${key_prefix}`}.`,

  execute: (request, call) => {
    const distinct = distinctNames();
    const planned = request.input_files.map(({ name }) =>
      name === undefined ? undefined : distinct(fileNameOf(name)),
    );
    return forEachOf(request.input_files, uploadsAtOnce, call.signal, async (reference, index) =>
      call.files
        .read(reference)
        .andThen((file) => uploadOne(file, planned[index] ?? distinct(file.name), request, call))
        .match(
          (stored): Entry => ({ ...blank(request, index), ...stored, status: "ok" }),
          (error): Entry => ({ ...blank(request, index), error: error.message, error_code: error.code }),
        ),
    ).andThen((entries) => settleBatch(entries, request.on_file_error));
  },

  present: (answer) => [{ type: "text", text: answer.results.map(lineOf).join("\n") }],
});

type Request = Parsed<ReturnType<typeof input>>;
type Entry = Parsed<ReturnType<typeof entry>>;
type Call = ToolContext<AwsSession>;

const uploadOne = (file: InputFile, name: string, request: Request, call: Call) =>
  uploadKey(name, request).asyncAndThen((key) => {
    const location = { bucket: request.bucket_name, key };
    const members = {
      Bucket: location.bucket,
      Key: key,
      ContentType: file.mediaType,
      ...uploadMembers(request),
      ...noteMembers(request),
    };
    return uploadObject(call, members, file).andThen((stored: StoredObject) =>
      presignStored(call, location, request).map((link) => ({
        ...stored,
        ...link,
        object_key: key,
        s3_uri: s3Uri(location),
      })),
    );
  }) satisfies ResultAsync<object, ToolError>;

const blank = (request: Request, index: number): Entry => ({
  index,
  status: "failed",
  bucket_name: request.bucket_name,
  object_key: null,
  s3_uri: null,
  etag: null,
  version_id: null,
  size: null,
  presigned_url: null,
  presign_expiry: null,
  server_side_encryption: request.sse_type || null,
  kms_key_id: request.kms_key_id ?? null,
  bucket_key_enabled: request.bucket_key_enabled,
  error: null,
  error_code: null,
});

const lineOf = (result: Entry): string =>
  result.status === "ok"
    ? (result.presigned_url ?? result.s3_uri ?? "")
    : `FAILED file ${result.index}: ${result.error}`;
