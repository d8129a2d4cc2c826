import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { authKind } from "./auth.ts";
import type { LocalKintoneOptions } from "./definitions.ts";
import { tooManyRequests } from "./errors.ts";
import type { Fault, FaultPlan } from "./faults.ts";
import { type Answer, jsonAnswer, pageAnswer, writeAnswer } from "./http/answer.ts";
import { readTarget, type Target } from "./http/target.ts";
import type { RequestLog } from "./request-log.ts";
import { faultAnswer, serve } from "./serve.ts";
import type { Store } from "./store.ts";

const MAX_URL_BYTES = 8 * 1024;
const MAX_HEADER_BYTES = 64 * 1024;
const DEFAULT_CONCURRENCY = 100;
const DEFAULT_BODY_BYTES = 50 * 1024 * 1024;
const DEFAULT_FILE_BYTES = 1024 * 1024 * 1024;

/** The HTTP side of the local kintone. */
export class KintoneServer {
  readonly #server: Server;
  readonly #store: Store;
  readonly #faults: FaultPlan;
  readonly #log: RequestLog;
  readonly #options: LocalKintoneOptions;
  readonly #closing = new AbortController();
  #running = 0;

  constructor(store: Store, faults: FaultPlan, log: RequestLog, options: LocalKintoneOptions) {
    this.#store = store;
    this.#faults = faults;
    this.#log = log;
    this.#options = options;
    this.#server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
      this.#answer(request, response).catch((error: unknown) => reportDefect(response, error));
    });
  }

  /** Listens on 127.0.0.1 and gives the port. */
  async listen(port: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once("error", reject);
    this.#server.listen(port, "127.0.0.1", resolve);
    await promise;
    this.#server.off("error", reject);
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The server has no TCP port.");
    return address.port;
  }

  /** Stops listening and breaks every connection; `listen` may be called again. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  /** Stops for good: answers under way are given up. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = readTarget(request);
    const fault = this.#faults.take(target.method, target.path);
    this.#running += 1;
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    let status = 0;
    try {
      const signal = AbortSignal.any([gone.signal, this.#closing.signal]);
      status = await this.#respond(request, response, target, fault, signal);
    } finally {
      this.#running -= 1;
      const auth = authKind(request.headers);
      this.#log.add({ method: target.method, path: target.pathname, auth, status, fault: fault?.kind });
    }
  }

  /** Does the call and writes its answer; gives the status, or 0 when the connection was cut instead. */
  async #respond(
    request: IncomingMessage,
    response: ServerResponse,
    target: Target,
    fault: Fault | undefined,
    signal: AbortSignal,
  ): Promise<number> {
    const limit = this.#options.concurrencyLimit ?? DEFAULT_CONCURRENCY;
    response.setHeader("X-ConcurrencyLimit-Limit", String(limit));
    response.setHeader("X-ConcurrencyLimit-Running", String(this.#running));
    if (fault?.kind === "cut_before_commit") return cut(request);
    if (fault?.kind === "hang") return hang(request, signal);
    const isOverLimit = this.#running > limit;
    await sleep(this.#options.delayMs ?? 0, undefined, { signal });
    const answer = isOverLimit
      ? jsonAnswer(429, tooManyRequests().toBody())
      : await this.#compute(request, target, fault);
    if (fault?.kind === "cut_after_commit") return cut(request);
    await writeAnswer(response, answer, fault, signal);
    return answer.status;
  }

  async #compute(request: IncomingMessage, target: Target, fault: Fault | undefined): Promise<Answer> {
    const injected = fault === undefined ? undefined : faultAnswer(fault);
    if (injected !== undefined) return injected;
    if (Buffer.byteLength(request.url ?? "") > MAX_URL_BYTES) return pageAnswer(414, "Request-URI Too Large");
    const { maxBodyBytes = DEFAULT_BODY_BYTES, maxFileBytes = DEFAULT_FILE_BYTES } = this.#options;
    return serve(request, target, { store: this.#store, maxBodyBytes, maxFileBytes });
  }
}

/** A caller who left needs no answer; anything else is a defect here, which a test should see. */
const reportDefect = (response: ServerResponse, error: unknown): void => {
  const isGone = response.destroyed || response.headersSent || (error instanceof Error && error.name === "AbortError");
  if (isGone) response.destroy();
  else
    response
      .writeHead(500, { "content-type": "text/plain; charset=utf-8" })
      .end(`Defect in the local kintone: ${String(error)}`);
};

const cut = (request: IncomingMessage): 0 => {
  request.socket.destroy();
  return 0;
};

const hang = async (request: IncomingMessage, signal: AbortSignal): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  if (!signal.aborted) await promise;
  return cut(request);
};
