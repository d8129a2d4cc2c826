import {
  type ConnectionValues,
  type ConnectorHost,
  invalidField,
  type Registration,
  Secret,
  type ToolError,
} from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { apiKeyOnly, type CredentialProvider, credentialProvider } from "./credentials.ts";
import { endpointProblem, isLoopback } from "./endpoint.ts";

/** What the tools of one AWS connection share: the configuration of clients, and the clients made so far. */
export interface AwsSession {
  readonly clientConfig: AwsClientConfig;
  readonly clients: Map<string, AwsClient>;
  /** Whether a Bedrock API key is all that the connection has: then there is nobody for other services to act as. */
  readonly apiKeyOnly: boolean;
  /** Hosts, with `:port` or without, that a browser may visit though they are private. */
  readonly browserAllowedHosts: readonly string[];
  /** Registers a resolved credential with the redactor; a new one replaces the last. */
  registerSecrets(identity: { readonly secretAccessKey: string; readonly sessionToken?: string | undefined }): void;
  disposeSecrets(): void;
}

/** The part of every SDK client that is used without knowing the service. */
export interface AwsClient {
  readonly config: {
    readonly credentials: () => Promise<{ secretAccessKey: string; sessionToken?: string | undefined }>;
    /** Given where requests carry a token in place of a signature: no credentials are resolved then. */
    readonly token?: unknown;
  };
  destroy(): void;
}

/** The configuration that every service's client is made with, beside its sockets. */
export interface AwsClientConfig {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: CredentialProvider;
  /** The connection's Bedrock API key, or the environment's where the connection has no credential of its own. */
  readonly bedrockApiKey?: Secret;
  readonly customUserAgent: string;
  /** Whether requests go to an endpoint on this machine. */
  readonly disableHostPrefix: boolean;
  readonly forcePathStyle: boolean;
  readonly proxyUrl?: Secret;
}

/** Makes a session of a checked connection. Loads no client and contacts nobody. */
export const openSession = (connection: ConnectionValues, host: ConnectorHost): Result<AwsSession, ToolError> => {
  const { text, secret } = connection;
  const endpoint = text["aws_endpoint_url"];
  const address = endpoint || process.env["AWS_ENDPOINT_URL_S3"] || process.env["AWS_ENDPOINT_URL"] || undefined;
  const problem = connectionProblem(connection, address);
  if (problem !== undefined) return err(problem);
  const region = text["aws_region"];
  const local = address !== undefined && isLoopback(address);
  const credentials = credentialProvider(connection);
  const bedrockApiKey = bedrockApiKeyOf(connection, credentials);
  const apiKey = bedrockApiKey === undefined ? undefined : host.redactor.register(bedrockApiKey);
  let registered: readonly Registration[] = [];
  let lastSecret: string | undefined;
  return ok({
    clients: new Map(),
    apiKeyOnly: apiKeyOnly(connection),
    browserAllowedHosts: hostsIn(text["aws_browser_allowed_hosts"]),
    clientConfig: {
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      ...(bedrockApiKey === undefined ? {} : { bedrockApiKey }),
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
      apiKey?.dispose();
    },
  });
};

/** What cannot be meant in a connection, by field. `address` is where requests go, if not to AWS itself. */
const connectionProblem = ({ text, secret }: ConnectionValues, address: string | undefined): ToolError | undefined => {
  const problem = address === undefined ? undefined : endpointProblem(address);
  if (problem !== undefined) return invalidField("aws_endpoint_url", problem);
  if (secret["aws_session_token"] !== undefined && secret["aws_access_key_id"] === undefined) {
    return invalidField("aws_session_token", "is given without the keys it belongs to");
  }
  if (text["aws_profile"] !== undefined && secret["aws_access_key_id"] !== undefined) {
    return invalidField("aws_profile", "is given beside access keys", "Give one of the two.");
  }
  if (secret["aws_external_id"] !== undefined && text["aws_role_arn"] === undefined) {
    return invalidField("aws_external_id", "is given without a role", "Give aws_role_arn too, or neither.");
  }
  if (secret["aws_bedrock_api_key"] !== undefined && !/^[!-~]+$/.test(secret["aws_bedrock_api_key"].expose().trim())) {
    return invalidField("aws_bedrock_api_key", "holds characters that no key has", "Paste the key alone, in one line.");
  }
  const notHost = hostsIn(text["aws_browser_allowed_hosts"]).find((host) => !hostPattern.test(host));
  if (notHost !== undefined) {
    return invalidField(
      "aws_browser_allowed_hosts",
      `${JSON.stringify(notHost)} is not a host`,
      "Give names or IP addresses, with `:port` or without, separated by commas.",
    );
  }
  const region = text["aws_region"];
  if (region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    return invalidField("aws_region", `${JSON.stringify(region)} is not a region's name`, "Such as ap-northeast-1.");
  }
  return undefined;
};

/** A name or IP address, with a port or without. */
const hostPattern = /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/;

const hostsIn = (list = ""): readonly string[] =>
  list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((host) => host !== "");

/**
 * The environment's key belongs to whoever runs the process: a connection with credentials of its own never uses it, and it
 * goes to no endpoint that a connection names.
 */
const bedrockApiKeyOf = (
  { text, secret }: ConnectionValues,
  credentials: CredentialProvider | undefined,
): Secret | undefined => {
  const given = secret["aws_bedrock_api_key"]?.expose().trim();
  const isAmbient = credentials === undefined && text["aws_endpoint_url"] === undefined;
  const ambient = isAmbient ? process.env["AWS_BEARER_TOKEN_BEDROCK"]?.trim() : undefined;
  const key = given ?? ambient;
  return key === undefined || key === "" ? undefined : new Secret(key);
};
