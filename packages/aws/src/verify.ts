import type { ToolError } from "@tsunagu/core";
import { err, ok, type ResultAsync } from "neverthrow";
import { apiKeyStanding } from "./bedrock/api-key.ts";
import type { AwsSession } from "./session.ts";
import { callerIdentity } from "./sts/caller-identity.ts";

/**
 * Proves every credential that a connection has: AWS keys with `sts:GetCallerIdentity`, which needs no permission, and a
 * Bedrock API key, which STS does not know, with Bedrock itself. An environment's API key may be all that there is.
 */
export const verifyConnection = (session: AwsSession, signal: AbortSignal): ResultAsync<string, ToolError> => {
  const { apiKeyOnly, clientConfig } = session;
  if (clientConfig.bedrockApiKey === undefined) return callerIdentity(session, signal);
  const standing = apiKeyStanding({ session, signal });
  if (apiKeyOnly) return standing;
  return standing.andThen((text) =>
    callerIdentity(session, signal)
      .map((arn) => `${arn}; beside it ${text}`)
      .orElse((error) =>
        clientConfig.credentials === undefined && error.origin?.code === "CredentialsProviderError"
          ? ok(text)
          : err(error),
      ),
  );
};
