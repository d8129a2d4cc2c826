import { describeError, type ToolError, toolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { checkEncryption, type EncryptionOptions, encryptionOptions } from "./schema.ts";
import { s3 } from "./service.ts";

const mostTags = 50;

/** What a bucket can be set to in the same call that creates it. */
export const bucketSettings = () => ({
  versioning: z.boolean().default(false).describe("Keep earlier versions of objects."),
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .optional()
    .describe("Tags of the bucket: up to 50 names, each with a value. They replace those it has."),
  ...encryptionOptions(),
  sse_type: encryptionOptions().sse_type.describe(
    "Encryption of objects that are stored without one of their own; empty means S3's own, AES256.",
  ),
  apply_to_existing: z
    .boolean()
    .default(false)
    .describe("Make these settings also when the bucket exists and is yours."),
});

interface BucketSettings extends EncryptionOptions {
  readonly bucket_name: string;
  readonly versioning: boolean;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Refuses more tags than S3 keeps, and encryption options that do not fit. */
export const checkSettings = (settings: BucketSettings, context: z.RefinementCtx): void => {
  checkEncryption(settings, context);
  const count = Object.keys(settings.tags ?? {}).length;
  if (count > mostTags)
    context.addIssue({ code: "custom", path: ["tags"], message: `has ${count} tags, more than ${mostTags}` });
};

export const settingName = () => z.enum(["versioning", "tags", "encryption"]);
type SettingName = z.output<ReturnType<typeof settingName>>;

/** The settings that are asked for, in the order in which they are made. */
export const askedSettings = ({ versioning, tags = {}, sse_type }: BucketSettings): readonly SettingName[] => [
  ...(versioning ? (["versioning"] as const) : []),
  ...(Object.keys(tags).length === 0 ? [] : (["tags"] as const)),
  ...(sse_type === "" ? [] : (["encryption"] as const)),
];

/**
 * Makes the settings, one call after the other. The first that fails ends it: `partial` once something is done, the bucket
 * included, else the failure itself.
 *
 * @see Amazon S3 API Reference, PutBucketVersioning, PutBucketTagging and PutBucketEncryption
 */
export const applySettings = (
  settings: BucketSettings,
  created: boolean,
  call: AwsCall,
): ResultAsync<SettingName[], ToolError> => {
  const asked = askedSettings(settings);
  const none: ResultAsync<SettingName[], ToolError> = okAsync([]);
  return asked.reduce(
    (before, name) =>
      before.andThen((done) =>
        makers[name](settings, call)
          .map(() => [...done, name])
          .orElse((error) => errAsync(failureOf(settings, { created, done, name, asked }, error))),
      ),
    none,
  );
};

const makers: Readonly<
  Record<SettingName, (settings: BucketSettings, call: AwsCall) => ResultAsync<object, ToolError>>
> = {
  versioning: ({ bucket_name }, call) =>
    s3(
      call,
      (sdk) =>
        new sdk.PutBucketVersioningCommand({
          Bucket: bucket_name,
          VersioningConfiguration: { Status: "Enabled" },
        }),
    ),
  tags: ({ bucket_name, tags = {} }, call) =>
    s3(
      call,
      (sdk) =>
        new sdk.PutBucketTaggingCommand({
          Bucket: bucket_name,
          Tagging: { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
        }),
    ),
  encryption: ({ bucket_name, sse_type, kms_key_id, bucket_key_enabled }, call) =>
    s3(
      call,
      (sdk) =>
        new sdk.PutBucketEncryptionCommand({
          Bucket: bucket_name,
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: {
                  SSEAlgorithm: sse_type === "" ? "AES256" : sse_type,
                  ...(kms_key_id === undefined ? {} : { KMSMasterKeyID: kms_key_id }),
                },
                BucketKeyEnabled: bucket_key_enabled,
              },
            ],
          },
        }),
    ),
};

interface Progress {
  readonly created: boolean;
  readonly done: readonly SettingName[];
  readonly name: SettingName;
  readonly asked: readonly SettingName[];
}

const failureOf = ({ bucket_name }: BucketSettings, progress: Progress, error: ToolError): ToolError => {
  const { created, done, name, asked } = progress;
  const made = [...(created ? [`s3://${bucket_name}`] : []), ...done];
  if (made.length === 0) return error;
  return toolError(
    "partial",
    `${created ? `s3://${bucket_name} is created` : `A part of s3://${bucket_name} is set`}, but not its ${name}: ${error.message}`,
    {
      hint: "Call again with apply_to_existing true to make what is missing.",
      partial: {
        done: made,
        failed: [{ setting: name, code: error.code, error: describeError(error) }],
        remaining: asked.slice(asked.indexOf(name) + 1),
      },
      ...(error.origin === undefined ? {} : { origin: error.origin }),
    },
  );
};
