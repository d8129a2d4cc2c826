import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { objectUri, objectVersion, presignExpiry } from "./schema.ts";
import { s3 } from "./service.ts";
import { parseS3Uri } from "./uri.ts";

const input = () =>
  z
    .strictObject({
      operation_type: z.enum(["read", "write"]).default("read").describe("What the link allows: GET or PUT."),
      s3_uri: objectUri(),
      presign_expiry: presignExpiry(),
      version_id: objectVersion().describe("The version to read, in a bucket that keeps versions."),
      download_name: z
        .string()
        .min(1)
        .max(255)
        .optional()
        .describe("A browser that reads the link saves the object under this name."),
      content_type: z
        .string()
        .min(1)
        .max(255)
        .optional()
        .describe("The media type that whoever writes has to send as Content-Type; by default any."),
    })
    .superRefine((value, context) => {
      const wrong =
        value.operation_type === "read" ? (["content_type"] as const) : (["version_id", "download_name"] as const);
      for (const field of wrong) {
        if (value[field] !== undefined) {
          context.addIssue({ code: "custom", path: [field], message: `means nothing to ${value.operation_type}` });
        }
      }
    });

/**
 * Signs a link to read or to write one object. Contacts nobody.
 *
 * @see Amazon S3 User Guide, Download and upload objects with presigned URLs
 */
export const s3Presign = awsTool({
  name: "s3_presign",
  title: "Make a presigned S3 link",
  description:
    "Makes a link with which anyone who has it can read (GET) or write (PUT) one S3 object until it expires. " +
    "Nobody is contacted: whether the object exists, and whether the identity may do it, shows when the link is used. " +
    "Whoever writes sends the file as the body, and required_headers with it.",
  effect: { kind: "write", idempotent: true },
  effectOf: ({ operation_type }) =>
    operation_type === "read" ? { kind: "read" } : { kind: "write", idempotent: true },
  permissions: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
  credentialOutputs: ["presigned_url"],
  input,
  output: () =>
    z.object({
      s3_uri: z.string(),
      method: z.enum(["GET", "PUT"]),
      presigned_url: z.string(),
      presign_expiry: z.int().describe("Seconds."),
      required_headers: z.record(z.string(), z.string()).describe("Headers to send with the request, as they are."),
    }),

  plan: ({ s3_uri, presign_expiry }) =>
    `Makes a link with which anyone who has it can write ${s3_uri} for ${presign_expiry} seconds.`,

  execute: (request, call) =>
    parseS3Uri(request.s3_uri).asyncAndThen(({ bucket, key }) => {
      const write = request.operation_type === "write";
      const { content_type } = request;
      return s3
        .use(call, write ? "PutObject (presign)" : "GetObject (presign)", async (client, sdk) => {
          const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
          const { proxyUrl: _proxy, ...config } = call.session.clientConfig;
          const { credentials, region } = client.config;
          const signer = new sdk.S3Client({ ...config, credentials, region, ...noChecksum });
          const options = { expiresIn: request.presign_expiry, signableHeaders: new Set(["host", "content-type"]) };
          return write
            ? getSignedUrl(
                signer,
                new sdk.PutObjectCommand({ Bucket: bucket, Key: key, ContentType: content_type }),
                options,
              )
            : getSignedUrl(
                signer,
                new sdk.GetObjectCommand({
                  Bucket: bucket,
                  Key: key,
                  VersionId: request.version_id,
                  ResponseContentDisposition: request.download_name && attachment(request.download_name),
                }),
                options,
              );
        })
        .map((presigned_url) => ({
          s3_uri: request.s3_uri,
          method: write ? ("PUT" as const) : ("GET" as const),
          presigned_url,
          presign_expiry: request.presign_expiry,
          required_headers: content_type === undefined ? {} : { "content-type": content_type },
        }));
    }),

  present: ({ presigned_url }) => [{ type: "text", text: presigned_url }],
});

/** The client would otherwise sign the checksum of an empty body, and S3 refuse every other. */
const noChecksum = { requestChecksumCalculation: "WHEN_REQUIRED" } as const;

/** @see RFC 6266 and RFC 8187 */
const attachment = (name: string): string => {
  const escaped = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${escaped}`;
};
