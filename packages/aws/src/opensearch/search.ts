import { isObject, type JsonObject, limitBytes, readAll, type ToolError, ToolFailure, toolError } from "@tsunagu/core";
import type { ResultAsync } from "neverthrow";
import type { AwsCall } from "../service.ts";
import type { SearchEndpoint } from "./endpoint.ts";
import { opensearch } from "./service.ts";

/** One search request. */
export interface SearchRequest {
  readonly index: string;
  readonly body: JsonObject;
  /** A search pipeline to send the answer through. */
  readonly pipeline?: string | undefined;
}

const mostBytes = 32 * 1024 ** 2;

/**
 * Sends one signed search, and answers with the service's JSON.
 * Errors: the service's own; `too_large` for an answer of more than 32 MiB; `upstream` for one that is not JSON.
 *
 * @see OpenSearch documentation, Search API
 */
export const search = (
  call: AwsCall,
  endpoint: SearchEndpoint,
  { index, body, pipeline }: SearchRequest,
): ResultAsync<Readonly<Record<string, unknown>>, ToolError> =>
  opensearch.use(call, "Search", async ({ config }, { SignatureV4 }) => {
    const { url, service } = endpoint;
    const signer = new SignatureV4({
      service,
      region: endpoint.region ?? config.region,
      credentials: config.credentials,
      sha256: config.sha256,
    });
    const request = await signer.sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === "" ? {} : { port: Number(url.port) }),
      path: `/${escaped(index)}/_search`,
      query: pipeline === undefined ? {} : { search_pipeline: pipeline },
      headers: { host: url.host, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const { response } = await config.requestHandler.handle(request as never, { abortSignal: call.signal });
    const text = (await readAll(limitBytes(response.body, mostBytes, tooLarge))).toString();
    const answer = parse(text);
    if (response.statusCode >= 300) throw failureOf(response.statusCode, response.headers, answer);
    if (answer === undefined) throw new ToolFailure(toolError("upstream", "OpenSearch's answer is not JSON."));
    return answer;
  });

/** As Signature Version 4 escapes, which spares fewer characters than `encodeURIComponent`. */
const escaped = (name: string): string =>
  encodeURIComponent(name).replace(/[!'()]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);

const tooLarge = (): ToolError =>
  toolError("too_large", `The search's answer is larger than ${mostBytes} bytes.`, {
    hint: "Ask for fewer hits or fewer metadata_fields.",
  });

const parse = (text: string): Record<string, unknown> | undefined => {
  try {
    const answer: unknown = JSON.parse(text);
    return isObject(answer) ? answer : undefined;
  } catch {
    return undefined; // the caller says that it is not JSON
  }
};

/** An error in the form of the SDK's exceptions, so that it is mapped like theirs. */
const failureOf = (
  status: number,
  headers: Readonly<Record<string, string>>,
  answer: Readonly<Record<string, unknown>> | undefined,
): Error => {
  const error = isObject(answer?.["error"]) ? answer["error"] : {};
  const message = [error["reason"], answer?.["message"], answer?.["Message"]].find((text) => typeof text === "string");
  const stated = headers["x-amzn-errortype"] ?? error["type"];
  const name = signatureProblem.test(String(message)) ? "InvalidSignatureException" : stated;
  return Object.assign(new Error(typeof message === "string" ? message : `HTTP status ${status}`), {
    name: typeof name === "string" ? name : "Error",
    $metadata: { httpStatusCode: status, requestId: headers["x-amzn-requestid"] ?? headers["x-request-id"] },
    $response: { statusCode: status, headers },
  });
};

const signatureProblem = /request signature we calculated|security token included in the request/i;
