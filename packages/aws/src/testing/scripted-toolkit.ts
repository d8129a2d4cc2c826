import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import {
  createToolkit,
  isToolError,
  type JsonValue,
  readAll,
  type Tool,
  type ToolError,
  type ToolErrorCode,
  type Toolkit,
  type ToolkitOptions,
} from "@tsunagu/core";
import type { Result } from "neverthrow";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { expectNoSecrets } from "./expect-failure.ts";
import { hideAwsSettings, linesLogger } from "./local-toolkit.ts";

/** One request that a scripted service was sent. */
export interface ScriptedRequest {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body, read as JSON. */
  json(): unknown;
}

/** What a scripted service answers: `json`, or `body` as it is. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array>;
  /** Milliseconds before it answers. */
  readonly delayMs?: number;
}

type Script = ScriptedAnswer | ((request: ScriptedRequest) => ScriptedAnswer);

/** Tools, connected to a service on loopback that answers by script. */
export interface ScriptedToolkit<Tools extends readonly Tool[]> extends Pick<Toolkit<Tools>, "call" | "run"> {
  readonly url: string;
  /** What the service was sent since the test began. */
  readonly requests: readonly ScriptedRequest[];
  /** What was logged since the test began, as JSON lines. */
  readonly logLines: readonly string[];
  /** Says what `METHOD /path` (or `METHOD *`, any other path) is answered with: each answer once, in order, and the last one from then on. */
  answer(route: string, ...answers: readonly [Script, ...Script[]]): void;
  /** Says what a request is answered with that no route is for; undefined leaves it without an answer of its own. */
  otherwise(script: (request: ScriptedRequest) => ScriptedAnswer | undefined): void;
  /** The error of a result that has to have failed as expected, with no secret in it or in the log. */
  failure(result: Result<unknown, ToolError>, expected: ExpectedError): ToolError;
}

interface ExpectedError {
  readonly code: ToolErrorCode;
  /** The service's own code. With it, a request id has to be there. */
  readonly origin?: string;
}

export const scriptedCredentials = {
  accessKeyId: "AKIDLOCALTEST0000000",
  secretAccessKey: "local+test/00000000000000000000000000000",
  sessionToken: "local-test-session-token-000000000000",
};

/** The operation that a request names in `X-Amz-Target`, as the JSON services do. */
export const targetOf = ({ headers }: ScriptedRequest): string =>
  String(headers["x-amz-target"] ?? "").replace(/^.*\./, "");

/** An error as the JSON services of AWS send it. */
export const scriptedError = (status: number, code: string, message = "scripted"): ScriptedAnswer => ({
  status,
  headers: { "x-amzn-errortype": code },
  json: { message },
});

/**
 * Starts a toolkit and its scripted service before the tests of the calling file, and ends both after them. A request that
 * has no script is answered with status 400 and the code `NotScripted`.
 */
export const useScriptedToolkit = <const Tools extends readonly Tool[]>(
  tools: Tools,
  options: { readonly region?: string } & Pick<ToolkitOptions<Tools>, "files" | "limits"> = {},
): (() => ScriptedToolkit<Tools>) => {
  const { region = "us-east-1", ...rest } = options;
  const scripts = new Map<string, Script[]>();
  const requests: ScriptedRequest[] = [];
  const logLines: string[] = [];
  let fallback: (request: ScriptedRequest) => ScriptedAnswer | undefined = () => undefined;
  let toolkit: Toolkit<Tools> | undefined;
  let url = "";

  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message);
    requests.push(request);
    const queue = scripts.get(`${request.method} ${request.path}`) ?? scripts.get(`${request.method} *`) ?? [];
    const script = queue.length > 1 ? queue.shift() : queue[0];
    const answer = (typeof script === "function" ? script(request) : script) ?? fallback(request);
    await send(response, answer ?? scriptedError(400, "NotScripted", `${request.method} ${request.path}`));
  };
  const server = createServer((message, response) => {
    respond(message, response).catch((cause: Error) => response.destroy(cause));
  });

  beforeAll(async () => {
    hideAwsSettings();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const aws = {
      aws_access_key_id: scriptedCredentials.accessKeyId,
      aws_secret_access_key: scriptedCredentials.secretAccessKey,
      aws_session_token: scriptedCredentials.sessionToken,
      aws_region: region,
      aws_endpoint_url: url,
    };
    toolkit = createToolkit({
      ...rest,
      tools,
      connections: { aws },
      logger: linesLogger(logLines),
    } as ToolkitOptions<Tools>);
  });
  afterEach(() => {
    scripts.clear();
    fallback = () => undefined;
    requests.length = 0;
    logLines.length = 0;
  });
  afterAll(async () => {
    await toolkit?.close();
    server.close();
    server.closeAllConnections();
    vi.unstubAllEnvs();
  });

  return () => {
    if (toolkit === undefined) throw new Error("the scripted toolkit runs only during the tests of the file");
    const { call, run } = toolkit;
    const answer: ScriptedToolkit<Tools>["answer"] = (route, ...answers) => {
      scripts.set(route, [...answers]);
    };
    const otherwise: ScriptedToolkit<Tools>["otherwise"] = (script) => {
      fallback = script;
    };
    const failure: ScriptedToolkit<Tools>["failure"] = (result, expected) => {
      const error = failureOf(result, expected);
      expectNoSecrets([JSON.stringify(error), ...logLines], Object.values(scriptedCredentials));
      return error;
    };
    return { call, run, url, requests, logLines, answer, otherwise, failure };
  };
};

const failureOf = (result: Result<unknown, ToolError>, { code, origin }: ExpectedError): ToolError => {
  if (result.isOk()) throw new Error(`the call succeeded: ${JSON.stringify(result.value)}`);
  const { error } = result;
  expect(isToolError(error)).toBe(true);
  expect(error).toMatchObject({ code });
  if (origin !== undefined) {
    expect(error.origin).toMatchObject({ code: origin, requestId: expect.stringMatching(/^[\w-]{10,}$/) });
  }
  return error;
};

const readRequest = async (message: IncomingMessage): Promise<ScriptedRequest> => {
  const { pathname, searchParams } = new URL(message.url ?? "/", "http://127.0.0.1");
  const body = await readAll(message);
  return {
    method: message.method ?? "",
    path: pathname,
    query: searchParams,
    headers: message.headers,
    body,
    json: () => JSON.parse(body.toString()) as JsonValue,
  };
};

const send = async (response: ServerResponse, answer: ScriptedAnswer): Promise<void> => {
  if (answer.delayMs !== undefined) await wait(answer.delayMs);
  const headers = { "x-amzn-requestid": "00000000-0000-4000-8000-000000000000", ...answer.headers };
  const type = answer.json === undefined ? {} : { "content-type": "application/json" };
  response.writeHead(answer.status ?? 200, { ...type, ...headers });
  const { body } = answer;
  if (typeof body === "object" && Symbol.asyncIterator in body) {
    for await (const chunk of body) response.write(chunk);
    response.end();
  } else response.end(answer.json === undefined ? body : JSON.stringify(answer.json));
};
