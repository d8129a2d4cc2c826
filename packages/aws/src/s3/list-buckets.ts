import type { Parsed, ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { okAsync, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { forEachOf } from "./batch.ts";
import { s3 } from "./service.ts";

const lookupsAtOnce = 8;

const bucket = () =>
  z.object({
    name: z.string(),
    creation_date: z.string().nullable().describe("ISO 8601, UTC."),
    region: z.string().nullable().describe("Only with include_region."),
    region_lookup_error: z.string().nullable(),
  });

/**
 * Lists the buckets of an account, one page of up to 10,000.
 *
 * @see Amazon S3 API Reference, ListBuckets and GetBucketLocation
 */
export const s3ListBuckets = awsTool({
  name: "s3_list_buckets",
  title: "List S3 buckets",
  description:
    "Lists the S3 buckets that the account owns, in order of name. Give name_prefix to narrow it. " +
    "To go on after max_buckets, call again with the next_continuation_token of the last answer.",
  effect: { kind: "read" },
  permissions: ["s3:ListAllMyBuckets", "s3:GetBucketLocation"],

  input: () =>
    z.strictObject({
      include_region: z.boolean().default(false).describe("Tell each bucket's region."),
      name_prefix: z.string().min(1).max(63).optional().describe("Only buckets whose name begins with this text."),
      max_buckets: z.int().min(1).max(10_000).default(1000).describe("Most buckets to return."),
      continuation_token: z.string().min(1).max(1024).optional().describe("Where the last page ended."),
    }),

  output: () =>
    z.object({
      bucket_count: z.int().min(0),
      buckets: z.array(bucket()),
      next_continuation_token: z.string().nullable(),
    }),

  execute: (input, call) =>
    s3(
      call,
      (sdk) =>
        new sdk.ListBucketsCommand({
          MaxBuckets: input.max_buckets,
          ...(input.name_prefix === undefined ? {} : { Prefix: input.name_prefix }),
          ...(input.continuation_token === undefined ? {} : { ContinuationToken: input.continuation_token }),
        }),
    ).andThen((page) => {
      const found = (page.Buckets ?? []).map((each) => ({
        name: each.Name ?? "",
        creation_date: each.CreationDate?.toISOString() ?? null,
        region: input.include_region ? (each.BucketRegion ?? null) : null,
        region_lookup_error: null,
      }));
      return withRegions(found, input.include_region, call).map((buckets) => ({
        bucket_count: buckets.length,
        buckets,
        next_continuation_token: page.ContinuationToken ?? null,
      }));
    }),

  present: ({ bucket_count, buckets }) => [
    {
      type: "text",
      text: [
        `${bucket_count} buckets`,
        ...buckets.map(({ name, region }) => (region === null ? name : `${name} (${region})`)),
      ].join("\n"),
    },
  ],
});

type Bucket = Parsed<ReturnType<typeof bucket>>;

/** Asks for the region where the list does not tell it, as older S3-compatible services do not. */
const withRegions = (buckets: Bucket[], wanted: boolean, call: AwsCall): ResultAsync<Bucket[], ToolError> => {
  if (!wanted || buckets.every(({ region }) => region !== null)) return okAsync(buckets);
  return forEachOf(buckets, lookupsAtOnce, call.signal, async (each): Promise<Bucket> => {
    if (each.region !== null) return each;
    const located = await s3(call, (sdk) => new sdk.GetBucketLocationCommand({ Bucket: each.name }));
    return located.match(
      ({ LocationConstraint }) => ({ ...each, region: regionOf(LocationConstraint) }),
      (error) => ({ ...each, region_lookup_error: error.message }),
    );
  }).map((located) => located.map((each, index) => each ?? (buckets[index] as Bucket)));
};

/** S3 says nothing for us-east-1, and `EU` for what is now eu-west-1. */
const regionOf = (constraint: string | undefined): string =>
  constraint === undefined || constraint === "" ? "us-east-1" : constraint === "EU" ? "eu-west-1" : constraint;
