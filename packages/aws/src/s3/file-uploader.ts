import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { uploadKey } from "./object-key.ts";
import { checkNotes, noteMembers, objectNotes } from "./object-notes.ts";
import { presignStored } from "./presign-read.ts";
import {
  bucketName,
  checkEncryption,
  generatePresignUrl,
  inputFile,
  presignExpiry,
  storedObject,
  uploadMembers,
  uploadOptions,
} from "./schema.ts";
import { uploadObject } from "./upload.ts";
import { s3Uri } from "./uri.ts";

/**
 * Uploads one file of any size up to 5 TiB, streaming.
 *
 * @see Amazon S3 API Reference, PutObject, CreateMultipartUpload
 */
export const s3FileUploader = awsTool({
  name: "s3_file_uploader",
  title: "Upload a file to S3",
  description:
    "Uploads one file to an S3 bucket. Without object_key the object is named like the file. " +
    "An object of that key is replaced unless if_none_match is true. For text you have at hand use s3_operator; for several files s3_files_uploader.",
  effect: { kind: "write", idempotent: true },
  permissions: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:PutObjectTagging", "s3:GetObject"],
  deadlineMs: 60 * 60_000,
  credentialOutputs: ["presigned_url"],

  input: () =>
    z
      .strictObject({
        bucket_name: bucketName(),
        key_prefix: z
          .string()
          .max(1024)
          .optional()
          .describe("Put before the key, with one slash between; slashes around it do not count."),
        object_key: z.string().min(1).max(1024).optional().describe("The object's key, instead of the file's name."),
        input_file: inputFile(),
        content_type: z.string().min(1).max(255).optional().describe("Media type to store, instead of the file's own."),
        generate_presign_url: generatePresignUrl(),
        presign_expiry: presignExpiry(),
        ...uploadOptions(),
        ...objectNotes(),
      })
      .superRefine(checkEncryption)
      .superRefine(checkNotes),

  output: () =>
    z.object({
      bucket_name: z.string(),
      object_key: z.string(),
      s3_uri: z.string(),
      presigned_url: z.string().nullable(),
      presign_expiry: z.int().nullable().describe("Seconds."),
      content_type: z.string(),
      ...storedObject(),
    }),

  plan: ({ bucket_name, key_prefix, object_key, input_file }) =>
    `Uploads ${input_file.name ?? "a file"} to bucket ${bucket_name} as ${[key_prefix, object_key ?? "its own name"].filter(Boolean).join("/")}.`,

  execute: (input, call) =>
    call.files.read(input.input_file).andThen((file) =>
      uploadKey(file.name, input).asyncAndThen((key) => {
        const location = { bucket: input.bucket_name, key };
        const contentType = input.content_type ?? file.mediaType;
        const members = {
          Bucket: location.bucket,
          Key: key,
          ContentType: contentType,
          ...uploadMembers(input),
          ...noteMembers(input),
        };
        return uploadObject(call, members, file).andThen((stored) =>
          presignStored(call, location, input).map((link) => ({
            bucket_name: location.bucket,
            object_key: key,
            s3_uri: s3Uri(location),
            ...link,
            content_type: contentType,
            ...stored,
          })),
        );
      }),
    ),

  present: (answer) => [{ type: "text", text: answer.presigned_url ?? answer.s3_uri }],
});
