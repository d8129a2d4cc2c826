import * as z from "zod";
import { awsTool } from "../connector.ts";
import { bucketName, plainEtag } from "./schema.ts";
import { s3 } from "./service.ts";

/**
 * Lists one page of a bucket's objects.
 *
 * @see Amazon S3 API Reference, ListObjectsV2
 */
export const s3ListObjects = awsTool({
  name: "s3_list_objects",
  title: "List S3 objects",
  description:
    "Lists objects in an S3 bucket in key order. Give prefix to narrow it, and delimiter `/` to see one level of folders. " +
    "Returns at most max_keys; to go on, call again with the next_continuation_token of the last answer.",
  effect: { kind: "read" },
  permissions: ["s3:ListBucket"],

  input: () =>
    z.strictObject({
      bucket_name: bucketName,
      prefix: z.string().max(1024).optional().describe("Only keys that begin with exactly this text."),
      delimiter: z
        .string()
        .min(1)
        .max(16)
        .optional()
        .describe("Keys that go on beyond it after the prefix are shown as one common prefix."),
      start_after: z.string().min(1).max(1024).optional().describe("Only keys after this one."),
      max_keys: z.int().min(1).max(1000).default(100).describe("Most objects and common prefixes to return."),
      continuation_token: z.string().min(1).max(4096).optional().describe("Where the last page ended."),
    }),

  output: () =>
    z.object({
      bucket_name: z.string(),
      prefix: z.string().nullable(),
      max_keys: z.int(),
      continuation_token: z.string().nullable(),
      is_truncated: z.boolean(),
      next_continuation_token: z.string().nullable(),
      object_count: z.int().min(0).max(1000),
      objects: z.array(
        z.object({
          key: z.string(),
          size: z.int().min(0).describe("Bytes."),
          last_modified: z.string().nullable().describe("ISO 8601, UTC."),
          etag: z.string().nullable(),
          storage_class: z.string().nullable(),
        }),
      ),
      common_prefixes: z.array(z.string()),
    }),

  execute: (input, call) =>
    s3(
      call,
      (sdk) =>
        new sdk.ListObjectsV2Command({
          Bucket: input.bucket_name,
          MaxKeys: input.max_keys,
          ...(input.prefix === undefined ? {} : { Prefix: input.prefix }),
          ...(input.delimiter === undefined ? {} : { Delimiter: input.delimiter }),
          ...(input.start_after === undefined ? {} : { StartAfter: input.start_after }),
          ...(input.continuation_token === undefined ? {} : { ContinuationToken: input.continuation_token }),
        }),
    ).map((page) => ({
      bucket_name: input.bucket_name,
      prefix: input.prefix ?? null,
      max_keys: input.max_keys,
      continuation_token: input.continuation_token ?? null,
      is_truncated: page.IsTruncated ?? false,
      next_continuation_token: page.NextContinuationToken ?? null,
      object_count: page.Contents?.length ?? 0,
      objects: (page.Contents ?? []).map((object) => ({
        key: object.Key ?? "",
        size: object.Size ?? 0,
        last_modified: object.LastModified?.toISOString() ?? null,
        etag: plainEtag(object.ETag),
        storage_class: object.StorageClass ?? null,
      })),
      common_prefixes: (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ""),
    })),

  present: ({ bucket_name, object_count, is_truncated, objects, common_prefixes }) => {
    const count = `${object_count} objects in ${bucket_name}${is_truncated ? ", and there are more" : ""}`;
    return [{ type: "text", text: [count, ...common_prefixes, ...objects.map(({ key }) => key)].join("\n") }];
  },
});
