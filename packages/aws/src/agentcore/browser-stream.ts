import type { BedrockAgentCoreClient, GetBrowserSessionResponse } from "@aws-sdk/client-bedrock-agentcore";
import { type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import { endpointProblem } from "../endpoint.ts";
import type { AwsSession } from "../session.ts";

/** Where a browser's automation stream is, and the headers that open it: good for one connection within minutes. */
export interface SignedStream {
  readonly url: string;
  readonly headers: Record<string, string>;
}

/**
 * Signs the connection to a session's automation stream with the connection's own credentials. Nothing of it is kept.
 *
 * @see Amazon Bedrock AgentCore Developer Guide, Browser: connect with the automation WebSocket
 * @see AWS Identity and Access Management User Guide, Signature Version 4
 */
export const signStream = async (
  client: BedrockAgentCoreClient,
  session: AwsSession,
  browser: Pick<GetBrowserSessionResponse, "streams">,
): Promise<SignedStream> => {
  const url = streamAddress(browser.streams?.automationStream?.streamEndpoint, session);
  const signer = await client.config.signer();
  const { headers } = await signer.sign({
    method: "GET",
    protocol: "https:",
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host },
  });
  const { host: _, ...signed } = headers;
  return { url: url.href, headers: signed };
};

/** The stream at the connection's own endpoint, where it has one, so that a private network is not left. */
const streamAddress = (stated: string | undefined, { clientConfig }: AwsSession): URL => {
  const stream = URL.parse(stated ?? "");
  if (stream === null) throw new ToolFailure(noStream());
  const base = new URL(clientConfig.endpoint ?? stream.href.replace(/^ws/, "http"));
  const problem = endpointProblem(base.href);
  if (problem !== undefined) throw new ToolFailure(noStream());
  base.pathname = stream.pathname;
  base.search = stream.search;
  return new URL(base.href.replace(/^http/, "ws"));
};

const noStream = (): ToolError => toolError("upstream", "AgentCore tells no usable address of the browser's stream.");
