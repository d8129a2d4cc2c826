import type { DeleteObjectsCommandOutput } from "@aws-sdk/client-s3";
import type { Parsed } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { forEachOf, onFileError, settleBatch } from "./batch.ts";
import { bucketName } from "./schema.ts";
import { s3 } from "./service.ts";

/** S3 takes no more keys in one request. */
const keysAtOnce = 1000;
const requestsAtOnce = 1;

const entry = () =>
  z.object({
    index: z.int().min(0),
    object_key: z.string(),
    status: z.enum(["ok", "failed"]),
    delete_marker: z.boolean().describe("Whether a delete marker was made, in a bucket that keeps versions."),
    error: z.string().nullable(),
    error_code: z.string().nullable().describe("S3's own code, such as AccessDenied, or the call's."),
  });

type Entry = Parsed<ReturnType<typeof entry>>;

/**
 * Deletes many objects of one bucket, each by itself.
 *
 * @see Amazon S3 API Reference, DeleteObjects
 */
export const s3DeleteObjects = awsTool({
  name: "s3_delete_objects",
  title: "Delete many S3 objects",
  description:
    "Deletes up to 10,000 objects of one S3 bucket by their keys, each by itself, and reports each. A key that no object has counts as deleted. " +
    "In a bucket that keeps versions the objects are hidden by delete markers. Use s3_list_objects to find the keys.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["s3:DeleteObject"],
  deadlineMs: 10 * 60_000,

  input: () =>
    z.strictObject({
      bucket_name: bucketName(),
      object_keys: z
        .array(z.string().min(1).max(1024))
        .min(1)
        .max(10_000)
        .describe("The keys, exactly as S3 has them, without `s3://` and bucket."),
      on_file_error: onFileError(),
    }),
  output: () => z.object({ count: z.int(), ok: z.int(), failed: z.int(), results: z.array(entry()) }),

  plan: ({ bucket_name, object_keys }) =>
    `Deletes ${object_keys.length} objects of the S3 bucket ${bucket_name}, the first being ${JSON.stringify(object_keys[0])}.`,

  execute: ({ bucket_name, object_keys, on_file_error }, call) =>
    forEachOf(chunksOf(object_keys), requestsAtOnce, call.signal, async (keys, chunk) => {
      const answer = await s3(
        call,
        (sdk) =>
          new sdk.DeleteObjectsCommand({ Bucket: bucket_name, Delete: { Objects: keys.map((Key) => ({ Key })) } }),
      );
      call.report({
        message: "Objects asked to be deleted",
        done: chunk * keysAtOnce + keys.length,
        total: object_keys.length,
      });
      return answer.match(
        (output) => keys.map(entryFrom(output, chunk * keysAtOnce)),
        (error) => keys.map((key, at) => failed(key, chunk * keysAtOnce + at, error.message, error.code)),
      );
    }).andThen((chunks) => {
      const entries = chunksOf(object_keys).flatMap(
        (keys, chunk) => chunks[chunk] ?? keys.map((): Entry | undefined => undefined),
      );
      return settleBatch(entries, on_file_error);
    }),

  present: ({ ok, failed: missed, results }) => [
    {
      type: "text",
      text: [
        `Deleted ${ok} objects, ${missed} failed.`,
        ...results.flatMap(({ object_key, error }) => (error === null ? [] : [`FAILED ${object_key}: ${error}`])),
      ].join("\n"),
    },
  ],
});

const chunksOf = (keys: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(keys.length / keysAtOnce) }, (_none, chunk) =>
    keys.slice(chunk * keysAtOnce, (chunk + 1) * keysAtOnce),
  );

/** The result of one key. A key that S3 does not mention is not taken for deleted. */
const entryFrom = (output: DeleteObjectsCommandOutput, first: number): ((key: string, at: number) => Entry) => {
  const errors = new Map(output.Errors?.map((error) => [error.Key, error]));
  const deleted = new Map(output.Deleted?.map((each) => [each.Key, each]));
  return (key, at) => {
    const error = errors.get(key);
    if (error !== undefined) {
      return failed(key, first + at, error.Message ?? "S3 gave no reason", error.Code ?? "upstream");
    }
    const done = deleted.get(key);
    if (done === undefined) return failed(key, first + at, "S3 does not say that it is deleted", "upstream");
    return {
      index: first + at,
      object_key: key,
      status: "ok",
      delete_marker: done.DeleteMarker ?? false,
      error: null,
      error_code: null,
    };
  };
};

const failed = (object_key: string, index: number, error: string, error_code: string): Entry => ({
  index,
  object_key,
  status: "failed",
  delete_marker: false,
  error,
  error_code,
});
