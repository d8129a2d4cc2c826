import { type ConnectionValues, ToolFailure, toolError } from "@tsunagu/core";

export interface CredentialIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** What the SDK calls with the configuration of the client that asks, so that a role is assumed through the same proxy. */
export type CredentialProvider = (caller?: Record<string, unknown>) => Promise<CredentialIdentity>;

const refreshBeforeMs = 5 * 60_000;

/**
 * Where a connection's keys come from: given keys, a profile, or the SDK's default chain (undefined), and on top of it a
 * role to assume. What expires is refreshed five minutes before, once for all clients of the session. A connection with
 * nothing but a Bedrock API key has no keys at all: asking for them is an error.
 *
 * @see AWS SDK for JavaScript v3 Developer Guide, Set credentials in Node.js
 */
export const credentialProvider = ({ text, secret }: ConnectionValues): CredentialProvider | undefined => {
  const base = baseProvider({ text, secret });
  const roleArn = text["aws_role_arn"];
  if (roleArn === undefined) return base;
  const externalId = secret["aws_external_id"]?.expose();
  const region = text["aws_region"];
  const endpoint = text["aws_endpoint_url"];
  return refreshing(async () => {
    const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
    return fromTemporaryCredentials({
      ...(base === undefined ? {} : { masterCredentials: base }),
      params: {
        RoleArn: roleArn,
        RoleSessionName: `tsunagu-${process.pid}`,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      },
      clientConfig: { ...(region === undefined ? {} : { region }), ...(endpoint === undefined ? {} : { endpoint }) },
    });
  });
};

/** Whether a Bedrock API key is the connection's only credential. */
export const apiKeyOnly = ({ text, secret }: ConnectionValues): boolean =>
  secret["aws_bedrock_api_key"] !== undefined &&
  secret["aws_access_key_id"] === undefined &&
  text["aws_profile"] === undefined &&
  text["aws_role_arn"] === undefined;

const baseProvider = ({ text, secret }: ConnectionValues): CredentialProvider | undefined => {
  const accessKeyId = secret["aws_access_key_id"]?.expose().trim();
  const secretAccessKey = secret["aws_secret_access_key"]?.expose().trim();
  const sessionToken = secret["aws_session_token"]?.expose().trim();
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return async () => ({ accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) });
  }
  if (apiKeyOnly({ text, secret })) return noCredentials;
  const profile = text["aws_profile"];
  if (profile === undefined) return undefined;
  return refreshing(async () => {
    const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
    return fromNodeProviderChain({ profile });
  });
};

/** A connection that brings a key of its own does not act as whoever runs the process. */
const noCredentials: CredentialProvider = async () => {
  throw new ToolFailure(
    toolError("unauthenticated", "The connection has only a Bedrock API key, which this service does not accept.", {
      hint: "Give aws_access_key_id and aws_secret_access_key, a profile or a role beside it.",
    }),
  );
};

/** A provider that is loaded on first use and asked again shortly before what it gave expires. */
const refreshing = (load: () => Promise<CredentialProvider>): CredentialProvider => {
  let ready: Promise<CredentialProvider> | undefined;
  return async (caller) => {
    ready ??= Promise.all([load(), import("@smithy/property-provider")]).then(([provider, { memoize }]) =>
      memoize(
        provider,
        ({ expiration }) => expiration !== undefined && expiration.getTime() - Date.now() < refreshBeforeMs,
        ({ expiration }) => expiration !== undefined,
      ),
    );
    return (await ready)(caller);
  };
};
