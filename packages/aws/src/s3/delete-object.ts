import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { objectUri, objectVersion } from "./schema.ts";
import { s3 } from "./service.ts";
import { parseS3Uri } from "./uri.ts";

/**
 * Deletes one object, or one version of it.
 *
 * @see Amazon S3 API Reference, DeleteObject
 */
export const s3DeleteObject = awsTool({
  name: "s3_delete_object",
  title: "Delete an S3 object",
  description:
    "Deletes one S3 object for good; in a bucket that keeps versions it is hidden by a delete marker instead, and with version_id that version is deleted for good. " +
    "S3 does not say whether the object existed. For many objects use s3_delete_objects.",
  effect: { kind: "destroy", idempotent: true },
  permissions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],

  input: () => z.strictObject({ s3_uri: objectUri(), version_id: objectVersion() }),
  output: () =>
    z.object({
      s3_uri: z.string(),
      bucket_name: z.string(),
      object_key: z.string(),
      delete_marker: z.boolean().describe("Whether a delete marker was made, or was what was deleted."),
      version_id: z.string().nullable().describe("The version deleted, or the delete marker made."),
    }),

  plan: ({ s3_uri, version_id }) =>
    `Deletes ${version_id === undefined ? "" : `version ${version_id} of `}the S3 object ${s3_uri}.`,

  execute: ({ s3_uri, version_id }, call) =>
    parseS3Uri(s3_uri).asyncAndThen(({ bucket, key }) =>
      s3(call, (sdk) => new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: version_id })).map(
        (deleted) => ({
          s3_uri,
          bucket_name: bucket,
          object_key: key,
          delete_marker: deleted.DeleteMarker ?? false,
          version_id: deleted.VersionId ?? null,
        }),
      ),
    ),

  present: ({ s3_uri }) => [{ type: "text", text: `Deleted ${s3_uri}.` }],
});
