import * as z from "@tsunagu/core/zod";
import { awsTool } from "../connector.ts";
import { describeFunction, functionFacts } from "./configuration.ts";
import { lambdaName, qualifier } from "./schema.ts";
import { lambda } from "./service.ts";

/**
 * What one function is: its configuration, tags and reserved concurrency. Neither the values of its environment variables
 * nor the link to its code, which is a credential, is passed on.
 *
 * @see AWS Lambda API Reference, GetFunction
 */
export const lambdaGetFunction = awsTool({
  name: "lambda_get_function",
  title: "Describe a Lambda function",
  description:
    "Tells the configuration of one Lambda function: runtime, handler, role, memory, timeout, state, layers, network, tags. " +
    "Of its environment only the names of variables are told, never their values. Use lambda_list_functions to find names.",
  effect: { kind: "read" },
  permissions: ["lambda:GetFunction"],

  input: () => z.strictObject({ lambda_name: lambdaName(), qualifier: qualifier() }),

  output: () =>
    z.object({
      ...functionFacts(),
      state_reason: z.string().nullable(),
      last_update_status: z.string().nullable(),
      last_update_status_reason: z.string().nullable(),
      ephemeral_storage: z.int().nullable().describe("MiB."),
      layers: z.array(z.string()).describe("ARNs."),
      vpc_id: z.string().nullable(),
      subnet_ids: z.array(z.string()),
      security_group_ids: z.array(z.string()),
      image_uri: z.string().nullable().describe("For container images."),
      log_group: z.string().nullable(),
      reserved_concurrency: z.int().nullable(),
      tags: z.record(z.string(), z.string()),
    }),

  execute: (input, call) =>
    lambda(
      call,
      (sdk) =>
        new sdk.GetFunctionCommand({
          FunctionName: input.lambda_name,
          ...(input.qualifier === undefined ? {} : { Qualifier: input.qualifier }),
        }),
    ).map(({ Configuration: configuration = {}, Code: code, Tags: tags, Concurrency: concurrency }) => ({
      ...describeFunction(configuration),
      state_reason: configuration.StateReason ?? null,
      last_update_status: configuration.LastUpdateStatus ?? null,
      last_update_status_reason: configuration.LastUpdateStatusReason ?? null,
      ephemeral_storage: configuration.EphemeralStorage?.Size ?? null,
      layers: (configuration.Layers ?? []).map(({ Arn }) => Arn ?? ""),
      vpc_id: configuration.VpcConfig?.VpcId || null,
      subnet_ids: [...(configuration.VpcConfig?.SubnetIds ?? [])],
      security_group_ids: [...(configuration.VpcConfig?.SecurityGroupIds ?? [])],
      image_uri: code?.ImageUri ?? null,
      log_group: configuration.LoggingConfig?.LogGroup ?? null,
      reserved_concurrency: concurrency?.ReservedConcurrentExecutions ?? null,
      tags: { ...tags },
    })),
});
