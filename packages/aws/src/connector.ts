import { type ConnectionSpec, type Connector, toolFor } from "@tsunagu/core";
import { beyondApiKey } from "./bedrock/api-key.ts";
import { apiKeyOnly } from "./credentials.ts";
import { type AwsSession, openSession } from "./session.ts";
import { verifyConnection } from "./verify.ts";

const credential = { group: "credential", ambient: true } as const;

/** What an AWS connection can say. Blank credentials mean the AWS SDK's own default chain, which refreshes itself. */
export const awsConnection = {
  fields: [
    {
      name: "aws_access_key_id",
      title: "AWS access key ID",
      description: "Leave blank to use the environment's own credentials (role, profile, container or instance).",
      type: "secret",
      env: ["AWS_ACCESS_KEY_ID"],
      ...credential,
    },
    {
      name: "aws_secret_access_key",
      title: "AWS secret access key",
      description: "Belongs to the access key ID.",
      type: "secret",
      env: ["AWS_SECRET_ACCESS_KEY"],
      ...credential,
    },
    {
      name: "aws_session_token",
      title: "AWS session token",
      description: "Needed with temporary keys, such as those of single sign-on or an assumed role.",
      type: "secret",
      env: ["AWS_SESSION_TOKEN"],
      ...credential,
    },
    {
      name: "aws_profile",
      title: "AWS profile",
      description: "A profile of the AWS configuration files on this host, instead of keys.",
      type: "text",
      env: ["AWS_PROFILE"],
      hostOnly: true,
      ...credential,
    },
    {
      name: "aws_role_arn",
      title: "Role ARN to assume",
      description: "A role to assume with the credentials above; its keys are refreshed before they expire.",
      type: "text",
      env: ["TSUNAGU_AWS_ROLE_ARN"],
      group: "credential",
      placeholder: "arn:aws:iam::123456789012:role/Name",
    },
    {
      name: "aws_external_id",
      title: "External ID of the role",
      description: "What the role's trust policy asks for, if it does.",
      type: "secret",
      env: ["TSUNAGU_AWS_EXTERNAL_ID"],
      group: "credential",
    },
    {
      name: "aws_bedrock_api_key",
      title: "Bedrock API key",
      description: "For Bedrock's models and guardrails, in place of the keys above; other tools need those.",
      type: "secret",
      env: ["AWS_BEARER_TOKEN_BEDROCK"],
      ...credential,
    },
    {
      name: "aws_region",
      title: "AWS region",
      description: "Such as `ap-northeast-1`. Leave blank for the environment's or profile's region.",
      type: "text",
      env: ["AWS_REGION", "AWS_DEFAULT_REGION"],
      ambient: true,
      placeholder: "ap-northeast-1",
    },
    {
      name: "aws_endpoint_url",
      title: "Endpoint URL",
      description: "Another address than the public one, such as a VPC endpoint. https, except on this machine itself.",
      type: "text",
      env: ["AWS_ENDPOINT_URL"],
      ambient: true,
      receives: "credential",
      placeholder: "https://bucket.vpce-0123.s3.ap-northeast-1.vpce.amazonaws.com",
    },
    {
      name: "aws_browser_allowed_hosts",
      title: "Private hosts that a browser may visit",
      description: "Names or IP addresses, with `:port` or without, separated by commas. Blank: public hosts only.",
      type: "text",
      env: ["TSUNAGU_AWS_BROWSER_ALLOWED_HOSTS"],
      receives: "credential",
      placeholder: "wiki.example.internal, 10.0.0.5:8080",
    },
    {
      name: "aws_proxy_url",
      title: "Proxy URL",
      description: "An HTTP proxy to reach AWS through.",
      type: "secret",
      env: ["HTTPS_PROXY", "https_proxy"],
    },
  ],
  together: [["aws_access_key_id", "aws_secret_access_key"]],
} as const satisfies ConnectionSpec;

/** Connects to AWS. What a connection with nothing but a Bedrock API key cannot use is not offered. */
export const aws = {
  name: "aws",
  connection: awsConnection,
  open: openSession,
  verify: verifyConnection,
  close: async (session) => {
    for (const client of session.clients.values()) client.destroy();
    session.clients.clear();
    session.disposeSecrets();
  },
  unavailable: (tool, connection) => (apiKeyOnly(connection) ? beyondApiKey(tool) : undefined),
} as const satisfies Connector<AwsSession>;

/** Defines a tool over AWS. */
export const awsTool = toolFor<AwsSession, typeof aws>(aws);
