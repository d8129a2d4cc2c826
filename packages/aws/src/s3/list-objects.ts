import type { _Object as S3Object } from "@aws-sdk/client-s3";
import * as z from "@tsunagu/core/zod";
import { readPages } from "../bedrock/pages.ts";
import { awsTool } from "../connector.ts";
import { checkObjectFilter, meets, objectFilter } from "./object-filter.ts";
import { bucketName, plainEtag } from "./schema.ts";
import { s3 } from "./service.ts";

const largestPage = 1000;

/**
 * Lists a page of a bucket's objects, or all pages up to 10,000 entries. Dates and sizes are compared here, after listing:
 * what they leave out is read, and counted, all the same.
 *
 * @see Amazon S3 API Reference, ListObjectsV2
 */
export const s3ListObjects = awsTool({
  name: "s3_list_objects",
  title: "List S3 objects",
  description:
    "Lists objects in an S3 bucket in key order. Give prefix to narrow it, and delimiter `/` to see one level of folders. " +
    "Returns at most max_keys; to go on, call again with the next_continuation_token of the last answer, or give all_pages. " +
    "Dates and sizes (modified_after, modified_before, min_size, max_size) are checked after listing, so a page may show fewer " +
    "objects than it holds; give all_pages with them.",
  effect: { kind: "read" },
  permissions: ["s3:ListBucket"],

  input: () =>
    z
      .strictObject({
        bucket_name: bucketName(),
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
        all_pages: z
          .boolean()
          .default(false)
          .describe("Read on through all pages, up to 10,000 entries; max_keys does not count then."),
        ...objectFilter(),
      })
      .superRefine(checkObjectFilter),

  output: () =>
    z.object({
      bucket_name: z.string(),
      prefix: z.string().nullable(),
      max_keys: z.int(),
      continuation_token: z.string().nullable(),
      is_truncated: z.boolean(),
      next_continuation_token: z.string().nullable(),
      object_count: z.int().min(0),
      left_out: z.int().min(0).describe("Objects that were listed, but do not meet the dates and sizes asked for."),
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
    readPages(
      (token) =>
        s3(
          call,
          (sdk) =>
            new sdk.ListObjectsV2Command({
              Bucket: input.bucket_name,
              MaxKeys: input.all_pages ? largestPage : input.max_keys,
              ...(input.prefix === undefined ? {} : { Prefix: input.prefix }),
              ...(input.delimiter === undefined ? {} : { Delimiter: input.delimiter }),
              ...(input.start_after === undefined ? {} : { StartAfter: input.start_after }),
              ...(token === undefined ? {} : { ContinuationToken: token }),
            }),
        ).map((page) => ({
          items: [...(page.CommonPrefixes ?? []), ...(page.Contents ?? [])],
          next: page.NextContinuationToken,
        })),
      input.continuation_token,
      input.all_pages,
    ).map(({ items, next }) => {
      const listed = items.filter((item): item is S3Object => "Key" in item);
      const objects = listed.filter((object) => meets(input, object));
      return {
        bucket_name: input.bucket_name,
        prefix: input.prefix ?? null,
        max_keys: input.max_keys,
        continuation_token: input.continuation_token ?? null,
        is_truncated: next !== undefined,
        next_continuation_token: next ?? null,
        object_count: objects.length,
        left_out: listed.length - objects.length,
        objects: objects.map((object) => ({
          key: object.Key ?? "",
          size: object.Size ?? 0,
          last_modified: object.LastModified?.toISOString() ?? null,
          etag: plainEtag(object.ETag),
          storage_class: object.StorageClass ?? null,
        })),
        common_prefixes: items.flatMap((item) => ("Prefix" in item ? [item.Prefix ?? ""] : [])),
      };
    }),

  present: ({ bucket_name, object_count, is_truncated, objects, common_prefixes }) => {
    const count = `${object_count} objects in ${bucket_name}${is_truncated ? ", and there are more" : ""}`;
    return [{ type: "text", text: [count, ...common_prefixes, ...objects.map(({ key }) => key)].join("\n") }];
  },
});
