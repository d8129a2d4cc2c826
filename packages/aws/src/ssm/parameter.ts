import type { Parameter } from "@aws-sdk/client-ssm";
import * as z from "@tsunagu/core/zod";

/** What the tools say of a parameter. */
export const parameterFacts = () => ({
  name: z.string(),
  type: z.string().describe("String, StringList or SecureString."),
  value: z.string().nullable().describe("Null for a SecureString that was not to be decrypted."),
  version: z.int().nullable(),
  last_modified: z.string().nullable().describe("ISO 8601, UTC."),
  arn: z.string().nullable(),
  data_type: z.string().nullable(),
});

/** Those facts, from the service's answer. A value that is still encrypted is of no use to anyone. */
export const describeParameter = (parameter: Parameter, decrypted: boolean) => ({
  name: parameter.Name ?? "",
  type: parameter.Type ?? "String",
  value: parameter.Type === "SecureString" && !decrypted ? null : (parameter.Value ?? null),
  version: parameter.Version ?? null,
  last_modified: parameter.LastModifiedDate?.toISOString() ?? null,
  arn: parameter.ARN ?? null,
  data_type: parameter.DataType ?? null,
});
