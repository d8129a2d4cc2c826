import {
  type ConnectionValues,
  type ConnectorHost,
  invalidField,
  type Registration,
  type Secret,
  type ToolError,
} from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { type CredentialProvider, credentialProvider } from "./credentials.ts";
import { endpointProblem, isLoopback } from "./endpoint.ts";

/** What the tools of one AWS connection share: the configuration of clients, and the clients made so far. */
export interface AwsSession {
  readonly clientConfig: AwsClientConfig;
  readonly clients: Map<string, AwsClient>;
  /** Registers a resolved credential with the redactor; a new one replaces the last. */
  registerSecrets(identity: { readonly secretAccessKey: string; readonly sessionToken?: string | undefined }): void;
  disposeSecrets(): void;
}

/** The part of every SDK client that is used without knowing the service. */
export interface AwsClient {
  readonly config: {
    readonly credentials: () => Promise<{ secretAccessKey: string; sessionToken?: string | undefined }>;
  };
  destroy(): void;
}

/** The configuration that every service's client is made with, beside its sockets. */
export interface AwsClientConfig {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: CredentialProvider;
  readonly customUserAgent: string;
  /** Whether requests go to an endpoint on this machine. */
  readonly disableHostPrefix: boolean;
  readonly forcePathStyle: boolean;
  readonly proxyUrl?: Secret;
}

/** Makes a session of a checked connection. Loads no client and contacts nobody. */
export const openSession = ({ text, secret }: ConnectionValues, host: ConnectorHost): Result<AwsSession, ToolError> => {
  const endpoint = text["aws_endpoint_url"];
  const address = endpoint || process.env["AWS_ENDPOINT_URL_S3"] || process.env["AWS_ENDPOINT_URL"] || undefined;
  const problem = address === undefined ? undefined : endpointProblem(address);
  if (problem !== undefined) return err(invalidField("aws_endpoint_url", problem));
  if (secret["aws_session_token"] !== undefined && secret["aws_access_key_id"] === undefined) {
    return err(invalidField("aws_session_token", "is given without the keys it belongs to"));
  }
  if (text["aws_profile"] !== undefined && secret["aws_access_key_id"] !== undefined) {
    return err(invalidField("aws_profile", "is given beside access keys", "Give one of the two."));
  }
  if (secret["aws_external_id"] !== undefined && text["aws_role_arn"] === undefined) {
    return err(invalidField("aws_external_id", "is given without a role", "Give aws_role_arn too, or neither."));
  }
  const region = text["aws_region"];
  if (region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    return err(
      invalidField("aws_region", `${JSON.stringify(region)} is not a region's name`, "Such as ap-northeast-1."),
    );
  }
  const local = address !== undefined && isLoopback(address);
  const credentials = credentialProvider({ text, secret });
  let registered: readonly Registration[] = [];
  let lastSecret: string | undefined;
  return ok({
    clients: new Map(),
    clientConfig: {
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      customUserAgent: "tsunagu",
      disableHostPrefix: local,
      forcePathStyle: address !== undefined,
      ...(local || secret["aws_proxy_url"] === undefined ? {} : { proxyUrl: secret["aws_proxy_url"] }),
    },
    registerSecrets: ({ secretAccessKey, sessionToken }) => {
      const current = `${secretAccessKey}\n${sessionToken ?? ""}`;
      if (current === lastSecret) return;
      lastSecret = current;
      const former = registered;
      registered = [secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])].map((value) =>
        host.redactor.register(value),
      );
      for (const registration of former) registration.dispose();
    },
    disposeSecrets: () => {
      for (const registration of registered) registration.dispose();
    },
  });
};
