import type { Readable, Writable } from "node:stream";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Toolkit } from "@tsunagu/core";
import type { McpOptions } from "./options.ts";
import { createMcpServer } from "./server.ts";

export interface McpStdioOptions extends McpOptions {
  /** Where requests come from. Default: standard input. */
  readonly input?: Readable;
  /** Where answers go, and nothing else may. Default: standard output. */
  readonly output?: Writable;
  /** Told of what goes wrong beside the protocol, such as a line that is no message. Default: a process warning. */
  readonly onError?: (error: Error) => void;
}

/** A toolkit being served on a pair of streams. */
export interface McpStdioServer {
  /** Settles when the client has closed its end, or after `close`. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves a toolkit over MCP on standard input and output, for a client that started this process. Calls that run when the
 * client closes its end are stopped. The toolkit stays the caller's to close.
 *
 * @see Model Context Protocol specification 2026-07-28, Transports, stdio
 */
export const serveMcpStdio = (toolkit: Toolkit, options: McpStdioOptions): McpStdioServer => {
  const { input = process.stdin, output = process.stdout, onError = warn } = options;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const end = (): void => resolve();
  input.once("end", end).once("close", end);
  output.once("error", end);
  const transport = new StdioServerTransport(input, output);
  const handle = serveStdio(createMcpServer(toolkit, options), { transport, onerror: onError });
  return {
    closed,
    close: async () => {
      await handle.close();
      resolve();
    },
  };
};

const warn = (error: Error): void => process.emitWarning(error.message, "TsunaguMcpWarning");
