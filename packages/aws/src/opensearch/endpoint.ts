import { invalidField, type ToolError, toolError } from "@tsunagu/core";
import { err, ok, type Result } from "neverthrow";
import { endpointProblem } from "../endpoint.ts";

/** The name that a request is signed for: OpenSearch Serverless, or a managed domain. */
export type SigningName = "aoss" | "es";

/** Where searches go, and what their signature has to say. */
export interface SearchEndpoint {
  readonly url: URL;
  readonly service: SigningName;
  /** As the host name tells it; otherwise the connection's counts. */
  readonly region?: string;
}

/** What the caller and the connection say about the endpoint. */
interface EndpointFacts {
  readonly opensearch_endpoint: string;
  readonly opensearch_service?: SigningName | undefined;
  /** The connection's own endpoint, which may be another address than AWS's public ones. */
  readonly connectionEndpoint?: string | undefined;
}

const amazonHosts: readonly (readonly [RegExp, SigningName])[] = [
  [/^[\w-]+\.(?<region>[a-z0-9-]+)\.aoss(-fips)?\.amazonaws\.com(\.cn)?$/, "aoss"],
  [/^[\w-]+\.aoss\.(?<region>[a-z0-9-]+)\.on\.aws$/, "aoss"],
  [/^[\w-]+\.(?<region>[a-z0-9-]+)\.es\.amazonaws\.com(\.cn)?$/, "es"],
  [/^[\w-]+\.aos\.(?<region>[a-z0-9-]+)\.on\.(aws|amazonwebservices\.com\.cn)$/, "es"],
];

/**
 * Reads an endpoint as people paste it: with or without `https://`, a port, or slashes behind. Only AWS's own host names,
 * and the connection's endpoint, are signed for, so that credentials are not shown to another host.
 * Errors: `invalid_input` for what is no address, `forbidden` for another host.
 *
 * @see Amazon OpenSearch Service Developer Guide, Signing HTTP requests to Amazon OpenSearch Service
 * @see Amazon OpenSearch Service Developer Guide, Amazon OpenSearch Serverless: Signing HTTP requests
 */
export const searchEndpoint = (facts: EndpointFacts): Result<SearchEndpoint, ToolError> => {
  const { opensearch_endpoint, opensearch_service, connectionEndpoint } = facts;
  const given = opensearch_endpoint.trim();
  const address = /^https?:\/\//i.test(given) ? given : `https://${given}`;
  const problem = endpointProblem(address);
  const url = URL.parse(address);
  if (url === null || problem !== undefined) {
    return err(invalidField("opensearch_endpoint", problem ?? "is not an address", "Copy it from the console."));
  }
  const known = amazonHosts.find(([pattern]) => pattern.test(url.hostname));
  if (known === undefined && url.host !== URL.parse(connectionEndpoint ?? "")?.host) {
    return err(
      toolError("forbidden", `opensearch_endpoint: ${url.hostname} is not an Amazon OpenSearch host.`, {
        issues: [{ path: ["opensearch_endpoint"], message: "is not an Amazon OpenSearch host" }],
        hint: "Give the collection's or domain's own endpoint (….aoss.amazonaws.com or ….es.amazonaws.com), not a custom name.",
      }),
    );
  }
  const region = known?.[0].exec(url.hostname)?.groups?.["region"];
  return ok({
    url,
    service: opensearch_service ?? known?.[1] ?? "aoss",
    ...(region === undefined ? {} : { region }),
  });
};
