import type { ToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import { bedrockAgentRuntime } from "./service.ts";

/**
 * A model as an ARN, in the partition and region of the connection. What is an ARN already, and the id of an inference profile
 * (such as `us.…` or `global.…`, which Bedrock resolves in the caller's own account), stays as it is.
 *
 * @see Service Authorization Reference, Resource types defined by Amazon Bedrock
 */
export const modelArn = (call: AwsCall, model: string): ResultAsync<string, ToolError> =>
  bedrockAgentRuntime
    .use(call, "region", async (client) => client.config.region())
    .map((region) => (isResolved(model) ? model : foundationModelArn(model, region)));

/** The ARN of a foundation model in a region. */
export const foundationModelArn = (modelId: string, region: string): string =>
  `arn:${partitionOf(region)}:bedrock:${region}::foundation-model/${modelId}`;

const isResolved = (model: string): boolean =>
  model.startsWith("arn:") || /^(us|us-gov|eu|apac|jp|au|ca|sa|me|global)\./.test(model);

/** The first that fits counts; every other region is of the partition `aws`. */
const partitions: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

const partitionOf = (region: string): string => partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
