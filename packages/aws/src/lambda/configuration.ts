import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import * as z from "@tsunagu/core/zod";

/** What the tools say of a function. Of its environment only the names of variables; their values may be secrets. */
export const functionFacts = () => ({
  function_name: z.string(),
  function_arn: z.string(),
  description: z.string().nullable(),
  runtime: z.string().nullable().describe("Null for container images."),
  handler: z.string().nullable(),
  role: z.string().nullable(),
  version: z.string().nullable(),
  package_type: z.string().nullable(),
  architectures: z.array(z.string()),
  timeout: z.int().nullable().describe("Seconds."),
  memory_size: z.int().nullable().describe("MiB."),
  code_size: z.int().nullable().describe("Bytes."),
  last_modified: z.string().nullable().describe("ISO 8601."),
  state: z.string().nullable(),
  environment_variable_names: z.array(z.string()).describe("Names only; values are never shown."),
});

/** Those facts, from Lambda's answer. */
export const describeFunction = (configuration: FunctionConfiguration) => ({
  function_name: configuration.FunctionName ?? "",
  function_arn: configuration.FunctionArn ?? "",
  description: configuration.Description || null,
  runtime: configuration.Runtime ?? null,
  handler: configuration.Handler ?? null,
  role: configuration.Role ?? null,
  version: configuration.Version ?? null,
  package_type: configuration.PackageType ?? null,
  architectures: [...(configuration.Architectures ?? [])],
  timeout: configuration.Timeout ?? null,
  memory_size: configuration.MemorySize ?? null,
  code_size: configuration.CodeSize ?? null,
  last_modified: configuration.LastModified ?? null,
  state: configuration.State ?? null,
  environment_variable_names: Object.keys(configuration.Environment?.Variables ?? {}),
});
