import { Readable } from "node:stream";
import { type Logger, limitBytes, readAll, toolError } from "@tsunagu/core";
import type { Dispatcher } from "undici";
import { authenticationHeaders } from "../connection/headers.ts";
import type { KintoneSettings } from "../connection/settings.ts";
import { version } from "../version.ts";
import { createDispatcher } from "./dispatcher.ts";
import { backOff, type Domain, joinDomain, observeConcurrency } from "./domain.ts";
import { answerFailure } from "./errors.ts";
import { networkFailure } from "./network-failure.ts";
import { withRetry } from "./retry.ts";
import { startTimeLimit } from "./time-limit.ts";

/** One request to kintone. */
export interface KintoneRequest {
  /** The API's name, for errors: `getRecords`. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** From `/k/` on, with the query string. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes the body, for each attempt anew. */
  readonly body?: () => string | AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  /** Milliseconds for one attempt, until the answer has been read. */
  readonly timeoutMs?: number | undefined;
  /** The request changes nothing, so that it may be sent again when its fate is unknown. */
  readonly repeatable: boolean;
  /** Told what kintone warns of beside an answer that is a success. */
  readonly onWarning?: ((warning: string) => void) | undefined;
  /** The body can be made once only, so that nothing that was sent is sent again. */
  readonly once?: boolean;
}

/** An answer that is a success. */
export interface KintoneAnswer {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The one way out to kintone: limits, retries, errors and credentials are here and nowhere else. */
export interface Transport {
  readonly domain: Domain;
  /** Sends a request and reads its answer. Rejects with a ToolFailure only. */
  send<T>(request: KintoneRequest, read: (answer: KintoneAnswer) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const firstByteTimeoutMs = 300_000; // creating a cursor may take five minutes
const idleTimeoutMs = 60_000;
const maxErrorBytes = 1024 ** 2;

export interface TransportOptions {
  readonly retryBaseMs: number;
  readonly logger: Logger;
}

/** Makes a session's transport. Nothing is opened before the first request. */
export const createTransport = (settings: KintoneSettings, options: TransportOptions): Transport => {
  const { origin } = settings.host;
  const { domain, leave } = joinDomain(origin);
  let opening: Promise<Dispatcher> | undefined;

  const open = (): Promise<Dispatcher> => {
    opening ??= createDispatcher(settings).catch((thrown: unknown) => {
      opening = undefined;
      throw thrown;
    });
    return opening;
  };

  const attempt = async <T>(request: KintoneRequest, read: (answer: KintoneAnswer) => Promise<T>): Promise<T> => {
    const exit = await domain.calls.enter(request.signal);
    using limit = startTimeLimit(request.signal, request.timeoutMs);
    let answered = false;
    try {
      const [dispatcher, { request: send }] = await Promise.all([open(), import("undici")]);
      const body = request.body?.();
      const response = await send(`${origin}${request.path}`, {
        dispatcher,
        method: request.method,
        headers: { "user-agent": `tsunagu/${version}`, ...request.headers, ...authenticationHeaders(settings) },
        signal: limit.signal,
        headersTimeout: firstByteTimeoutMs,
        bodyTimeout: idleTimeoutMs,
        body: body === undefined || typeof body === "string" ? (body ?? null) : Readable.from(body),
      });
      answered = true;
      const headers = Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, [value].flat()[0]]),
      );
      try {
        observeConcurrency(domain, headers["x-concurrencylimit-limit"], headers["x-concurrencylimit-running"]);
        if (response.statusCode >= 200 && response.statusCode < 300) {
          passWarning(headers["x-cybozu-warning"], request, options.logger);
          return await read({ headers, body: response.body });
        }
        if (response.statusCode === 429) backOff(domain);
        throw answerFailure({
          operation: request.operation,
          status: response.statusCode,
          retryAfter: headers["retry-after"],
          body: await readErrorBody(response.body),
          repeatable: request.repeatable,
        });
      } finally {
        discard(response.body);
      }
    } catch (thrown) {
      const { operation, repeatable, signal } = request;
      throw networkFailure(thrown, {
        operation,
        repeatable,
        stopped: signal.aborted,
        expiredMs: limit.expiredMs(),
        answered,
      });
    } finally {
      exit();
    }
  };

  return {
    domain,
    send: (request, read) => {
      const once = () => attempt(request, read);
      if (request.once) return once();
      return withRetry(once, {
        signal: request.signal,
        repeatable: request.repeatable,
        baseDelayMs: options.retryBaseMs,
      });
    },
    close: async () => {
      leave();
      const dispatcher = await opening;
      await dispatcher?.destroy();
    },
  };
};

/** kintone warns in a header, for one of a search that stopped at 100,000 hits: the answer is then not whole. */
const passWarning = (header: string | undefined, { operation, onWarning }: KintoneRequest, logger: Logger): void => {
  const warning = header?.trim().slice(0, longestWarning) ?? "";
  if (warning === "") return;
  logger.warn({ operation, warning }, "kintone answered with a warning.");
  onWarning?.(warning);
};

const longestWarning = 1000;

/** The JSON of an error answer; undefined when it is something else, such as a maintenance page. */
const readErrorBody = async (body: AsyncIterable<Uint8Array>): Promise<unknown> => {
  const tooLarge = () => toolError("upstream", "kintone's error answer is larger than 1 MiB.");
  const bytes = await readAll(limitBytes(body, maxErrorBytes, tooLarge));
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined; // a page for people
  }
};

/** Gives up what is left of a body, so that its connection is not held. */
const discard = (body: Readable): void => {
  if (body.readableEnded || body.destroyed) return;
  body.on("error", () => {}); // breaking it off is what is wanted
  body.destroy();
};
