import type { BucketLocationConstraint } from "@aws-sdk/client-s3";
import type { ToolError } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { errAsync, okAsync, type ResultAsync } from "neverthrow";
import { awsTool } from "../connector.ts";
import type { AwsCall } from "../service.ts";
import { applySettings, askedSettings, bucketSettings, checkSettings, settingName } from "./bucket-settings.ts";
import { s3 } from "./service.ts";

/**
 * Creates a bucket in the connection's region. New buckets are private: access lists are off and public access is blocked.
 * Versioning, tags and encryption are set by a call each, in this order; when one fails, the error is `partial` and says
 * what is done and what is not.
 *
 * @see Amazon S3 API Reference, CreateBucket, PutBucketVersioning, PutBucketTagging and PutBucketEncryption
 * @see Amazon S3 User Guide, General purpose bucket naming rules
 */
export const s3CreateBucket = awsTool({
  name: "s3_create_bucket",
  title: "Create an S3 bucket",
  description:
    "Creates an S3 bucket in the connection's region. The name has to be unique among all AWS accounts. " +
    "A bucket that you own already is left as it is, and `created` is false, unless apply_to_existing is true. " +
    "New buckets block public access, so S3 refuses any access list (acl) but private; some S3-compatible services take them.",
  effect: { kind: "write", idempotent: true },
  permissions: [
    "s3:CreateBucket",
    "s3:ListAllMyBuckets",
    "s3:PutBucketAcl",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketVersioning",
    "s3:PutBucketTagging",
    "s3:PutEncryptionConfiguration",
  ],

  input: () =>
    z
      .strictObject({
        bucket_name: z
          .string()
          .min(3)
          .max(63)
          .regex(
            /^(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)[a-z0-9](?:[a-z0-9-]|\.(?!\.))*[a-z0-9]$/,
            "is not a bucket's name, or is a reserved one",
          )
          .describe("3 to 63 lower-case letters, digits, hyphens and single dots."),
        acl: z
          .enum(["private", "public-read", "public-read-write", "authenticated-read"])
          .optional()
          .describe(
            "A canned access list. Anything but private opens the bucket to others, and needs object_ownership too.",
          ),
        object_ownership: z
          .enum(["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"])
          .optional()
          .describe("Who owns objects that others upload. The default, BucketOwnerEnforced, turns access lists off."),
        ...bucketSettings(),
      })
      .superRefine((value, context) => {
        checkSettings(value, context);
        const { acl, object_ownership } = value;
        const open = acl !== undefined && acl !== "private";
        if (open && (object_ownership === undefined || object_ownership === "BucketOwnerEnforced")) {
          const message =
            "needs object_ownership BucketOwnerPreferred or ObjectWriter, because access lists are otherwise off";
          context.addIssue({ code: "custom", path: ["acl"], message });
        }
      }),

  output: () =>
    z.object({
      bucket_name: z.string(),
      region: z.string(),
      acl: z.string().nullable().describe("The access list that was asked for."),
      location: z.string().nullable(),
      s3_uri: z.string(),
      created: z.boolean().describe("False when you owned it already."),
      applied: z.array(settingName()).describe("The settings that this call made, in order."),
    }),

  plan: (input) => {
    const list = input.acl === undefined || input.acl === "private" ? [] : [`access list ${input.acl}`];
    const details = [...list, ...askedSettings(input)].join(", ");
    const onto = input.apply_to_existing ? ", or gives an existing one those settings" : "";
    return `Creates the S3 bucket ${input.bucket_name}${details === "" ? "" : ` with ${details}`}${onto}.`;
  },

  execute: (input, call) =>
    regionOf(call)
      .andThen((region) => {
        const answer = {
          bucket_name: input.bucket_name,
          region,
          acl: input.acl ?? null,
          s3_uri: `s3://${input.bucket_name}`,
        };
        const existing = { ...answer, location: null, created: false };
        const create = () =>
          s3(
            call,
            (sdk) =>
              new sdk.CreateBucketCommand({
                Bucket: input.bucket_name,
                ...(input.acl === undefined ? {} : { ACL: input.acl }),
                ...(input.object_ownership === undefined ? {} : { ObjectOwnership: input.object_ownership }),
                ...(region === "us-east-1"
                  ? {}
                  : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }),
              }),
          )
            .map((created) => ({ ...answer, location: created.Location ?? null, created: true }))
            .orElse((error) =>
              error.origin?.code === "BucketAlreadyOwnedByYou" ? okAsync(existing) : errAsync(error),
            );
        return isOwnedSilently(input.bucket_name, region, call).andThen((owned) =>
          owned ? okAsync(existing) : create(),
        );
      })
      .andThen((answer) =>
        answer.created || input.apply_to_existing
          ? applySettings(input, answer.created, call).map((applied) => ({ ...answer, applied }))
          : okAsync({ ...answer, applied: [] }),
      ),

  present: ({ s3_uri, region, created, applied }) => [
    {
      type: "text",
      text: [
        created ? `Created ${s3_uri} in ${region}.` : `${s3_uri} exists already and is yours.`,
        ...(applied.length === 0 ? [] : [`Set: ${applied.join(", ")}.`]),
      ].join(" "),
    },
  ],
});

const regionOf = (call: AwsCall): ResultAsync<string, ToolError> =>
  s3.use(call, "CreateBucket", async (client) => client.config.region());

/** In us-east-1 S3 takes a bucket of yours for created anew, and resets its access list: there it is looked for first. */
const isOwnedSilently = (name: string, region: string, call: AwsCall): ResultAsync<boolean, ToolError> => {
  if (region !== "us-east-1") return okAsync(false);
  return s3(call, (sdk) => new sdk.ListBucketsCommand({ Prefix: name, MaxBuckets: 1 }))
    .map(({ Buckets }) => Buckets?.some((bucket) => bucket.Name === name) ?? false)
    .orElse((error) => (error.code === "forbidden" ? okAsync(false) : errAsync(error)));
};
