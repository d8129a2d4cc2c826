import { fileInput } from "@tsunagu/core/schemas";
import * as z from "@tsunagu/core/zod";

/** Fields that several S3 tools share. */
export const bucketName = () =>
  z
    .string()
    .min(3)
    .max(2048)
    .regex(/^(arn:\S+|(?!s3:)[^\s/]+)$/, "is not a bucket's name (no s3://, no slash) or an access point's ARN")
    .describe("Bucket name (or access point ARN), without `s3://`.");

export const objectUri = () =>
  z
    .string()
    .min(8)
    .max(3100)
    .regex(/^s3:\/\//, "does not begin with s3://")
    .describe("`s3://bucket/key`. The key is taken as it is written: `#`, `?`, `%` and spaces belong to it.");

export const objectVersion = () =>
  z.string().min(1).max(1024).optional().describe("A version of the object, in a bucket that keeps versions.");

export const generatePresignUrl = () =>
  z
    .boolean()
    .default(false)
    .describe("Also return a link that anyone who has it can read the object with, until it expires.");

export const presignExpiry = () =>
  z
    .int()
    .min(1)
    .max(604_800)
    .default(3600)
    .describe("Seconds that the link is valid. Links made with temporary credentials end with those, if earlier.");

export const inputFile = () => fileInput.describe("The file to upload.");

/** How something is encrypted at rest. */
export const encryptionOptions = () => ({
  sse_type: z
    .enum(["", "AES256", "aws:kms", "aws:kms:dsse"])
    .default("")
    .describe("Server-side encryption; empty means what the bucket is set to."),
  kms_key_id: z
    .string()
    .min(1)
    .max(2048)
    .optional()
    .describe("KMS key id, ARN or alias. Only with sse_type aws:kms or aws:kms:dsse."),
  bucket_key_enabled: z.boolean().default(false).describe("Use an S3 Bucket Key. Only with sse_type aws:kms."),
});

/** How an upload is stored. */
export const uploadOptions = () => ({
  ...encryptionOptions(),
  if_none_match: z.boolean().default(false).describe("Refuse, with `conflict`, to replace an object that exists."),
});

export interface EncryptionOptions {
  readonly sse_type: "" | "AES256" | "aws:kms" | "aws:kms:dsse";
  readonly kms_key_id?: string | undefined;
  readonly bucket_key_enabled: boolean;
}

export interface UploadOptions extends EncryptionOptions {
  readonly if_none_match: boolean;
}

/** Refuses KMS options without KMS, which S3 would otherwise take for something else. */
export const checkEncryption = (input: EncryptionOptions, context: z.RefinementCtx): void => {
  const kms = input.sse_type.startsWith("aws:kms");
  if (input.kms_key_id !== undefined && !kms) {
    context.addIssue({ code: "custom", path: ["kms_key_id"], message: "needs sse_type aws:kms or aws:kms:dsse" });
  }
  if (input.bucket_key_enabled && input.sse_type !== "aws:kms") {
    context.addIssue({ code: "custom", path: ["bucket_key_enabled"], message: "needs sse_type aws:kms" });
  }
};

/** The request members that those options become. */
export const uploadMembers = (input: UploadOptions) => ({
  ...(input.sse_type === "" ? {} : { ServerSideEncryption: input.sse_type }),
  ...(input.kms_key_id === undefined ? {} : { SSEKMSKeyId: input.kms_key_id }),
  ...(input.bucket_key_enabled ? { BucketKeyEnabled: true } : {}),
  ...(input.if_none_match ? { IfNoneMatch: "*" } : {}),
});

/** What S3 says of an object that was stored. */
export const storedObject = () => ({
  etag: z.string().nullable(),
  version_id: z.string().nullable(),
  size: z.int().min(0).describe("Bytes."),
});

/** An ETag without the quotation marks that HTTP puts around it. */
export const plainEtag = (etag: string | undefined): string | null => etag?.replaceAll('"', "") ?? null;
