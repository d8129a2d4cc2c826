import type { Parsed } from "@tsunagu/core";
import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { clearer, parameterName } from "./schema.ts";
import { ssm } from "./service.ts";

const standardBytes = 4096;
const advancedBytes = 8192;

const input = () =>
  z
    .strictObject({
      name: parameterName(),
      value: z.string().min(1).max(advancedBytes).describe("The value: up to 4 KiB; up to 8 KiB in the Advanced tier."),
      type: z
        .enum(["String", "StringList", "SecureString"])
        .default("String")
        .describe("SecureString is kept encrypted; StringList is a list joined by commas."),
      overwrite: z
        .boolean()
        .default(false)
        .describe("Make a new version of a parameter that exists. Without it, one that exists is a `conflict`."),
      description: z.string().min(1).max(1024).optional().describe("What it is for. No secrets here."),
      key_id: z
        .string()
        .min(1)
        .max(256)
        .regex(/^[a-zA-Z0-9:/_-]+$/, "is not a KMS key's id, ARN or alias")
        .optional()
        .describe("KMS key to encrypt a SecureString with; by default the account's own for Parameter Store."),
      tier: z
        .enum(["Standard", "Advanced", "Intelligent-Tiering"])
        .optional()
        .describe("Advanced parameters are charged for. By default what the account is set to."),
      expires_at: z.iso
        .datetime({ offset: true })
        .optional()
        .describe("When Parameter Store deletes it (ISO 8601). Needs tier Advanced, and is kept to the hour or so."),
      allowed_pattern: z.string().min(1).max(1024).optional().describe("Regular expression that values have to match."),
      data_type: z
        .enum(["text", "aws:ec2:image", "aws:ssm:integration"])
        .default("text")
        .describe("What kind of text it is."),
    })
    .superRefine((value, context) => {
      if (value.key_id !== undefined && value.type !== "SecureString") {
        context.addIssue({ code: "custom", path: ["key_id"], message: "needs type SecureString" });
      }
      if (value.expires_at !== undefined && value.tier !== "Advanced") {
        context.addIssue({ code: "custom", path: ["expires_at"], message: "needs tier Advanced" });
      }
      const most = value.tier === "Standard" ? standardBytes : advancedBytes;
      if (Buffer.byteLength(value.value) > most) {
        context.addIssue({
          code: "custom",
          path: ["value"],
          message: `is larger than the ${most} bytes that it may have`,
        });
      }
    });

/**
 * Writes one parameter. The value is in no log, plan or error.
 *
 * @see AWS Systems Manager API Reference, PutParameter
 * @see AWS Systems Manager User Guide, Assigning parameter policies
 */
export const ssmPutParameter = awsTool({
  name: "ssm_put_parameter",
  title: "Put a parameter",
  description:
    "Writes one parameter of AWS Systems Manager Parameter Store, encrypted with type SecureString. A parameter that exists is left alone (conflict) unless overwrite is true, " +
    "which makes a new version. With tier Advanced it can expire by itself.",
  effect: { kind: "write", idempotent: false },
  permissions: ["ssm:PutParameter", "kms:Encrypt"],
  input,

  output: () => z.object({ name: z.string(), version: z.int().nullable(), tier: z.string().nullable() }),

  plan: ({ name, type, overwrite }) =>
    `${overwrite ? "Writes (or overwrites)" : "Creates"} the parameter ${name} (${type}).`,

  execute: (request, call) =>
    ssm(call, (sdk) => new sdk.PutParameterCommand(members(request)))
      .map(({ Version, Tier }) => ({ name: request.name, version: Version ?? null, tier: Tier ?? null }))
      .mapErr(clearer),

  present: ({ name, version }) => [{ type: "text", text: `Wrote version ${version} of ${name}.` }],
});

const members = (request: Parsed<ReturnType<typeof input>>) => ({
  Name: request.name,
  Value: request.value,
  Type: request.type,
  Overwrite: request.overwrite,
  DataType: request.data_type,
  ...(request.description === undefined ? {} : { Description: request.description }),
  ...(request.key_id === undefined ? {} : { KeyId: request.key_id }),
  ...(request.tier === undefined ? {} : { Tier: request.tier }),
  ...(request.allowed_pattern === undefined ? {} : { AllowedPattern: request.allowed_pattern }),
  ...(request.expires_at === undefined ? {} : { Policies: expiration(request.expires_at) }),
});

const expiration = (at: string): string =>
  JSON.stringify([{ Type: "Expiration", Version: "1.0", Attributes: { Timestamp: new Date(at).toISOString() } }]);
