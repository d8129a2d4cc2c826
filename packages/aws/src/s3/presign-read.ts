import { type ToolError, toolError } from "@tsunagu/core";
import { okAsync, type ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { s3 } from "./service.ts";
import { type S3Location, s3Uri } from "./uri.ts";

/** A link to read an object with (SigV4, the bucket's regional host), and its validity in seconds; nulls when not wanted. */
export interface PresignedRead {
  readonly presigned_url: string | null;
  readonly presign_expiry: number | null;
}

/**
 * Signs a link to read an object. Contacts nobody; whether the object exists is not checked.
 *
 * @see Amazon S3 User Guide, Download and upload objects with presigned URLs
 */
export const presignRead = (
  call: AwsCall,
  location: S3Location,
  wanted: { readonly generate_presign_url: boolean; readonly presign_expiry: number },
): ResultAsync<PresignedRead, ToolError> => {
  if (!wanted.generate_presign_url) return okAsync({ presigned_url: null, presign_expiry: null });
  return s3
    .use(call, "GetObject (presign)", async (client, sdk) => {
      const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
      const command = new sdk.GetObjectCommand({ Bucket: location.bucket, Key: location.key });
      return getSignedUrl(client, command, { expiresIn: wanted.presign_expiry });
    })
    .map((url) => ({ presigned_url: url, presign_expiry: wanted.presign_expiry }));
};

/** The same after an upload: when no link can be made, the error says that the object is stored all the same. */
export const presignStored = (
  ...[call, location, wanted]: Parameters<typeof presignRead>
): ResultAsync<PresignedRead, ToolError> =>
  presignRead(call, location, wanted).mapErr((error) =>
    toolError("partial", `${s3Uri(location)} is stored, but no link to it could be made: ${error.message}`, {
      partial: { done: [s3Uri(location)], failed: ["presigned_url"], remaining: [] },
    }),
  );
