import { createRedactor } from "@tsunagu/core";
import { readLines } from "../lines.ts";
import type { PluginTools } from "../plugin-tools.ts";
import { guardProcess } from "../process-guard.ts";
import { servePlugin } from "../serve-plugin.ts";
import { pruneEnvironment } from "./environment.ts";
import { eventLogger } from "./event-logger.ts";
import { openPipe } from "./pipe-outlet.ts";
import { redirectOutput } from "./standard-error.ts";

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

/**
 * Runs this process as a Dify plugin on standard input and output, as the plugin daemon starts it. It ends when Dify
 * closes the input and every call is answered, on SIGTERM, when nobody reads the output, and after a defect that nothing
 * caught; in each case but the last but one every open call is answered first.
 */
export const serveStdio = (plugin: PluginTools, options: StdioOptions = {}): void => {
  pruneEnvironment();
  const redactor = createRedactor();
  const { fd } = redirectOutput(redactor);
  const pipe = openPipe({ fd, heartbeatMs: options.heartbeatMs ?? 10_000 });
  pipe.gone.addEventListener("abort", () => process.exit(0), { once: true });
  const server = servePlugin(plugin, { redactor, logger: eventLogger(pipe), maxSessions: options.maxSessions });
  const exit = guardProcess({ server, redactor, stopMs: options.stopMs ?? 5_000, flush: pipe.close });
  /** A tool may compute for minutes, so that heartbeats have to be safe before the first call runs. */
  const accept = (): boolean => {
    pipe.guard();
    return true;
  };
  const lines = readLines(process.stdin, options.maxRequestBytes ?? 64 * 1024 * 1024);
  void server
    .serve({ ...pipe, lines, accept })
    .then(server.close)
    .then(() => exit(0));
};
