import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { PluginServer } from "../serve-plugin.ts";
import { answerInvocation } from "./invocation.ts";
import { transactionCarrier } from "./transaction.ts";

/** Bytes of one request, as the daemon allows by default. */
export const maxInvocationBytes = 5_242_880;

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Where the plugin daemon answers backwards calls. */
  readonly daemonUrl: string;
  readonly maxRequestBytes?: number | undefined;
}

/** A server that the daemon calls. */
export interface HttpListener {
  readonly port: number;
  /** Takes no more requests; resolves when the open ones are answered. */
  close(): Promise<void>;
}

/** Milliseconds in which a request's body has to arrive. */
const requestTimeoutMs = 60_000;

/**
 * Serves a plugin over HTTP: `POST /invoke` for calls, `GET /health`, and 404 for anything else. It asks for no
 * credential, as the daemon sends none: only the daemon should reach it.
 *
 * @see dify-plugin-daemon, internal/core/serverless_runtime
 */
export const listen = async (server: PluginServer, options: ListenOptions): Promise<HttpListener> => {
  const backwards = transactionCarrier(options.daemonUrl);
  const maxRequestBytes = options.maxRequestBytes ?? maxInvocationBytes;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = URL.parse(request.url ?? "", "http://plugin.invalid") ?? {};
    if (request.method === "GET" && pathname === "/health") return void response.end("OK");
    if (request.method !== "POST" || pathname !== "/invoke") return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.flushHeaders();
    const sessionId = request.headers["dify-plugin-session-id"];
    await answerInvocation(server, {
      body: request,
      sessionId: typeof sessionId === "string" ? sessionId : undefined,
      answer: response,
      backwards,
      maxRequestBytes,
    });
  };
  const open = new Set<Promise<void>>();
  const http = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
    const handled = handle(request, response).catch(() => void response.destroy()); // the other side has gone
    open.add(handled);
    void handled.then(() => open.delete(handled));
  });
  http.listen(options.port, options.host);
  await once(http, "listening");
  return {
    port: (http.address() as AddressInfo).port,
    close: async () => {
      const closed = once(http, "close");
      http.close();
      await Promise.all(open);
      http.closeAllConnections();
      await closed;
    },
  };
};
