import { fileURLToPath } from "node:url";
import {
  Client,
  type ClientOptions,
  StreamableHTTPClientTransport,
  type Transport,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { StdioServerSettings } from "./stdio-server.ts";

/** The revision that the newer era of the protocol starts with. */
export const modern = { versionNegotiation: { mode: { pin: "2026-07-28" } } } satisfies ClientOptions;

/** The official client, connected to a process that serves the fixture tools. */
export const connectStdio = (
  settings: StdioServerSettings = {},
  options: ClientOptions = {},
): Promise<ConnectedClient> => {
  const script = fileURLToPath(new URL("stdio-server.ts", import.meta.url));
  return connectProcess(["--conditions=@tsunagu/source", script, JSON.stringify(settings)], options);
};

/** The official client, connected to a Node process that it starts. */
export const connectProcess = (words: readonly string[], options: ClientOptions = {}): Promise<ConnectedClient> =>
  connect(new StdioClientTransport({ command: process.execPath, args: [...words], stderr: "inherit" }), options);

/** The official client, connected to a server that listens. */
export const connectHttp = (
  url: URL,
  options: ClientOptions = {},
  headers: Record<string, string> = {},
): Promise<ConnectedClient> => connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }), options);

/** A client that closes at the end of its scope. */
export type ConnectedClient = Client & AsyncDisposable;

const connect = async (transport: Transport, options: ClientOptions): Promise<ConnectedClient> => {
  const client = new Client({ name: "test", version: "1" }, options);
  await client.connect(transport);
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
};
