import { randomUUID } from "node:crypto";
import { type Dispatcher, dispatch, type Outcome } from "./dispatch.ts";
import { ServiceError } from "./errors.ts";
import { Faults } from "./faults.ts";
import type { Handlers } from "./handlers.ts";
import { Journal, type Problem, type RecordedCall } from "./journal.ts";
import { type AnyRequest, type AnyResponse, listen } from "./listener.ts";
import { loadModel } from "./models.ts";
import { restJsonProtocol } from "./protocols/rest-json.ts";
import { refuseUnrouted } from "./refusal.ts";
import { serviceNames } from "./services.ts";
import type { Credentials } from "./sigv4.ts";
import { cut, isDisconnect, receive, send } from "./transport.ts";
import type { WireRequest } from "./wire.ts";

export { modeledError, ServiceError } from "./errors.ts";
export type { Fault, FaultKind, Faults } from "./faults.ts";
export type { Call, Handler, Handlers } from "./handlers.ts";
export type { Problem, RecordedCall } from "./journal.ts";
export type { ServiceName } from "./services.ts";
export type { Credentials } from "./sigv4.ts";

export interface ModeledAwsOptions {
  /** The keys that requests may be signed with; one made-up pair when left out. */
  readonly credentials?: readonly [Credentials, ...Credentials[]];
  /** The API keys that the services of Amazon Bedrock take; none when left out. */
  readonly bearerTokens?: readonly string[];
  /** The time that signatures and session tokens are judged by. */
  readonly now?: () => Date;
}

export interface ModeledAws {
  /** The AWS endpoint of every service, without a trailing slash. HTTP/1.1 and HTTP/2 without TLS. */
  readonly url: string;
  /** The first key pair. */
  readonly credentials: Credentials;
  /** The last 1000 requests that were authenticated and read, also those refused since. */
  readonly calls: readonly RecordedCall[];
  /** What did not fit the models so far. Problems of requests are for the test to judge. */
  readonly problems: readonly Problem[];
  readonly faults: Faults;
  /** Cuts every connection. Rejects with a list when a handler did something that the models do not have. */
  close(): Promise<void>;
}

const defaultCredentials: Credentials = {
  accessKeyId: "AKIDLOCALTEST0000000",
  secretAccessKey: "local-test-secret",
};

/**
 * Starts an AWS endpoint that speaks, by botocore's service models, whatever operations have a handler: it verifies
 * signatures, and validates every request (400 `ValidationException` naming the members) and every output. An operation
 * without a handler is answered with 501. Clients must use no host prefix: set `disableHostPrefix` in the AWS SDK for
 * JavaScript, `inject_host_prefix` in botocore. Event streams go out, but none are read.
 *
 * ```ts
 * const aws = await startModeledAws({
 *   "bedrock-agent-runtime": {
 *     Retrieve: (input: { retrievalQuery: { text: string } }) => ({
 *       retrievalResults: [{ content: { text: `about ${input.retrievalQuery.text}` } }],
 *     }),
 *   },
 * });
 * ```
 */
export async function startModeledAws(handlers: Handlers, options: ModeledAwsOptions = {}): Promise<ModeledAws> {
  await requireOperations(handlers);
  const credentials = options.credentials ?? [defaultCredentials];
  const dispatcher: Dispatcher = {
    handlers,
    keys: { credentials, bearerTokens: options.bearerTokens ?? [], now: options.now ?? (() => new Date()) },
    faults: new Faults(),
    journal: new Journal(),
  };
  const listener = await listen((request, response) => {
    serve(dispatcher, request, response).catch((error: Error) => {
      if (!isDisconnect(error)) process.emitWarning(error);
      cut(request);
    });
  });
  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${listener.port}`,
    credentials: credentials[0],
    calls: dispatcher.journal.calls,
    problems: dispatcher.journal.problems,
    faults: dispatcher.faults,
    close: () => {
      closing ??= listener.close().then(() => dispatcher.journal.expectSoundHandlers());
      return closing;
    },
  };
}

/** Throws for a handler that is named for no operation. */
async function requireOperations(handlers: Handlers): Promise<void> {
  for (const [name, operations] of Object.entries(handlers)) {
    const service = serviceNames.find((known) => known === name);
    if (!service) throw new RangeError(`handlers: ${name} is none of the services ${serviceNames.join(", ")}`);
    const model = await loadModel(service);
    for (const operation of Object.keys(operations)) {
      if (!model.operations[operation]) throw new RangeError(`handlers: ${name} has no operation ${operation}`);
    }
  }
}

async function serve(dispatcher: Dispatcher, request: AnyRequest, response: AnyResponse): Promise<void> {
  const abort = new AbortController();
  response.on("close", () => abort.abort());
  const { answer, truncated = false } = await answerTo(dispatcher, request, abort.signal);
  if (answer) await send(request, response, answer, { truncated });
  else cut(request);
}

async function answerTo(dispatcher: Dispatcher, request: AnyRequest, signal: AbortSignal): Promise<Outcome> {
  const requestId = randomUUID();
  let received: WireRequest;
  try {
    received = await receive(request);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return withRequestId({ answer: refuseUnrouted(error, restJsonProtocol, requestId) }, requestId);
  }
  return withRequestId(await dispatch(dispatcher, received, { requestId, signal }), requestId);
}

function withRequestId({ answer, ...outcome }: Outcome, requestId: string): Outcome {
  const headers = { ...answer?.headers, "x-amzn-requestid": requestId };
  return { ...outcome, answer: answer && { ...answer, headers } };
}
