import { once } from "node:events";
import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

const BODY_LIMIT_BYTES = 8 * 1024 * 1024;
const TOTAL_LIMIT_BYTES = 128 * 1024 * 1024;
const REQUEST_LIMIT = 10_000;

/** A request as it went over the wire. */
export interface RecordedRequest {
  readonly index: number;
  readonly method: string;
  /** Path and query, still percent-encoded. */
  readonly target: string;
  /** In the order and spelling they were sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** The body went on, or was cut off by the client, after the bytes in `body`. */
  readonly truncated: boolean;
  /** The test that sent it, where that is known. */
  readonly test?: string;
  /** What it was answered, where that is to be checked too; the body as base64. */
  readonly answer?: {
    readonly status: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: string;
  };
}

export interface Recorder {
  /** Give this to a client as its AWS endpoint. */
  readonly url: string;
  /** Every request so far, in the order in which they were answered. */
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

export interface RecorderOptions {
  /** How much of each body to keep; 8 MiB unless told. All bodies together are kept up to 128 MiB. */
  readonly bodyLimitBytes?: number;
}

/**
 * Starts a loopback proxy that streams every request unchanged to an `http:` endpoint and keeps a record of it. The
 * Host header stays the proxy's own, which is the one the client signed, so a target that verifies signatures still
 * can. An unreachable target, and the 10,001st request, are answered with 502.
 */
export async function startRecorder(targetUrl: string, options: RecorderOptions = {}): Promise<Recorder> {
  const target = new URL(targetUrl);
  if (target.protocol !== "http:") throw new Error(`targetUrl: ${targetUrl} is not an http: URL`);
  const recording = new Recording(options.bodyLimitBytes ?? BODY_LIMIT_BYTES);
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    forward(request, response, { target, agent, recording }).catch((error) => refuse(response, error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the recorder has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: recording.requests,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

class Recording {
  readonly requests: RecordedRequest[] = [];
  readonly #bodyLimit: number;
  #room = TOTAL_LIMIT_BYTES;
  #begun = 0;

  constructor(bodyLimit: number) {
    this.#bodyLimit = bodyLimit;
  }

  begin(request: IncomingMessage): { keep(chunk: Buffer): void; end(): void } {
    if (this.#begun >= REQUEST_LIMIT) throw new Error(`the recorder is full: it holds ${REQUEST_LIMIT} requests`);
    const index = this.#begun++;
    const chunks: Buffer[] = [];
    let kept = 0;
    let sent = 0;
    return {
      keep: (chunk) => {
        const piece = chunk.subarray(0, Math.min(this.#bodyLimit - kept, this.#room));
        chunks.push(piece);
        sent += chunk.length;
        kept += piece.length;
        this.#room -= piece.length;
      },
      end: () => {
        this.requests.push({
          index,
          method: request.method ?? "",
          target: request.url ?? "",
          headers: pairs(request.rawHeaders),
          body: Buffer.concat(chunks),
          truncated: kept < sent || !request.readableEnded,
        });
      },
    };
  }
}

interface Route {
  readonly target: URL;
  readonly agent: Agent;
  readonly recording: Recording;
}

async function forward(request: IncomingMessage, response: ServerResponse, route: Route): Promise<void> {
  const record = route.recording.begin(request);
  const upstream = httpRequest({
    agent: route.agent,
    host: route.target.hostname,
    port: route.target.port,
    method: request.method,
    path: request.url,
    headers: request.rawHeaders,
  });
  response.on("close", () => {
    if (!response.writableFinished) upstream.destroy();
  });
  const answer: Promise<IncomingMessage[]> = once(upstream, "response");
  // Settled, not awaited: a target may answer and hang up before it has read the body. Then the answer counts, not
  // the broken pipe; and when no answer comes, `answer` rejects with the reason.
  const sending = Promise.allSettled([
    pipeline(
      request,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          record.keep(chunk);
          yield chunk;
        }
      },
      upstream,
    ),
  ]);
  const [incoming] = await answer.finally(async () => {
    if (request.complete) await sending;
    record.end();
  });
  if (!incoming) throw new Error("the target sent no answer");
  response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, incoming.rawHeaders);
  await pipeline(incoming, response);
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(502, { "content-type": "text/plain" });
  response.end(`recorder: ${error instanceof Error ? error.message : String(error)}\n`);
}

function pairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  return rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ""]] : []));
}
