import { setTimeout as delay } from "node:timers/promises";
import { createRedactor, type ToolError, toolError } from "@tsunagu/core";
import { readLines } from "../lines.ts";
import type { PluginTools } from "../plugin-tools.ts";
import { type PluginServer, servePlugin } from "../serve-plugin.ts";
import type { Transport } from "../transport.ts";
import { pruneEnvironment } from "./environment.ts";
import { eventLogger } from "./event-logger.ts";
import { openLineWriter } from "./line-writer.ts";
import { redirectOutput, writeError } from "./standard-error.ts";

export interface StdioOptions {
  /** Milliseconds between heartbeats. Default 10,000; the daemon stops a plugin after 120,000 without any. */
  readonly heartbeatMs?: number;
  /** Bytes of one request. Default 64 MiB. */
  readonly maxRequestBytes?: number;
  /** Calls open at the same time. Default 2,000. */
  readonly maxSessions?: number;
  /** Milliseconds that calls have to end after SIGTERM. Default 5,000. */
  readonly stopMs?: number;
}

/** Milliseconds for the last lines to be read before the process ends without them. */
const flushMs = 5_000;

/**
 * Runs this process as a Dify plugin on standard input and output, as the plugin daemon starts it. It ends when Dify
 * closes the input and every call is answered, on SIGTERM, when nobody reads the output, and after a defect that nothing
 * caught; in each case but the last but one every open call is answered first.
 */
export const serveStdio = (plugin: PluginTools, options: StdioOptions = {}): void => {
  pruneEnvironment();
  const redactor = createRedactor();
  redirectOutput(redactor);
  const writer = openLineWriter({ fd: 1, heartbeatMs: options.heartbeatMs ?? 10_000, onGone: () => process.exit(0) });
  const lines = readLines(process.stdin, options.maxRequestBytes ?? 64 * 1024 * 1024);
  const transport: Transport = { ...writer, lines };
  const server = servePlugin(plugin, {
    transport,
    redactor,
    logger: eventLogger(writer),
    maxSessions: options.maxSessions,
  });

  const crash = (cause: unknown): void => {
    writeError(redactor, `The plugin ends after a defect: ${cause instanceof Error ? cause.stack : String(cause)}\n`);
    server.abandon(crashed);
    void exit(transport, 1);
  };
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  process.on("SIGTERM", () => void terminate(server, transport, options.stopMs ?? 5_000));
  void server.done.then(() => exit(transport, 0), crash);
};

const crashed: ToolError = toolError(
  "internal",
  "The plugin's process failed during this call, maybe because of another one.",
  {
    hint: "It restarts by itself. Whether a change was made is not known; look before trying again.",
  },
);

const terminate = async (server: PluginServer, transport: Transport, graceMs: number): Promise<void> => {
  await server.stop(toolError("aborted", "The plugin is being stopped.", { retryable: true }), graceMs);
  await exit(transport, 0);
};

const exit = async (transport: Transport, code: number): Promise<void> => {
  const closed = transport.close().then(() => true);
  if (await Promise.race([closed, delay(flushMs, false)])) process.exit(code);
  process.kill(process.pid, "SIGKILL"); // an ordinary exit would wait for the thread, and the thread for a reader
};
