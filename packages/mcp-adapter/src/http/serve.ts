import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Toolkit } from "@tsunagu/core";
import { createMcpHttpHandler, type McpHttpOptions } from "./handler.ts";
import { nodeListener } from "./node-listener.ts";

export interface McpListenOptions extends McpHttpOptions {
  /** Address to listen on. Default `127.0.0.1`; any that is not this machine's own needs a bearer token. */
  readonly host?: string;
  /** Default: one that is free. */
  readonly port?: number;
}

/** A toolkit that listens. */
export interface McpHttpServer extends AsyncDisposable {
  /** Where clients connect to. */
  readonly url: URL;
  /** Stops listening and what runs. The toolkit stays the caller's to close. */
  close(): Promise<void>;
}

const maxConnections = 256;
const loopbackHosts: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * Serves a toolkit over MCP as streamable HTTP, by Node's own server.
 * Throws a TypeError when it would listen beyond this machine without a bearer token; rejects when it cannot listen.
 */
export const serveMcpHttp = async (toolkit: Toolkit, options: McpListenOptions): Promise<McpHttpServer> => {
  const { host = "127.0.0.1", port = 0 } = options;
  if (!loopbackHosts.has(host) && options.bearerToken === undefined) {
    throw new TypeError(`Listening on ${host} lets other machines call the tools; give a bearerToken.`);
  }
  const handler = createMcpHttpHandler(toolkit, options);
  const server = createServer(nodeListener(handler.fetch));
  server.maxConnections = maxConnections;
  server.listen(port, host);
  await once(server, "listening");
  const { port: bound } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    await handler.close();
    server.closeAllConnections();
    await closed;
  };
  const name = host.includes(":") ? `[${host}]` : host;
  return { url: new URL(options.path ?? "/mcp", `http://${name}:${bound}`), close, [Symbol.asyncDispose]: close };
};
