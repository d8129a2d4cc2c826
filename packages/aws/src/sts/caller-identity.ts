import type { ToolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import { awsService } from "../service.ts";
import type { AwsSession } from "../session.ts";

const sts = awsService(
  "sts",
  () => import("@aws-sdk/client-sts"),
  (sdk, config) => new sdk.STSClient(config),
);

/**
 * Whom a connection acts as: the ARN.
 *
 * @see AWS Security Token Service API Reference, GetCallerIdentity
 */
export const callerIdentity = (session: AwsSession, signal: AbortSignal): ResultAsync<string, ToolError> =>
  sts({ session, signal }, (sdk) => new sdk.GetCallerIdentityCommand({})).map((identity) => identity.Arn ?? "unknown");
