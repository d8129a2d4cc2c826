import { createRedactor } from "@tsunagu/core";
import type { PluginTools } from "../plugin-tools.ts";
import { guardProcess } from "../process-guard.ts";
import { servePlugin } from "../serve-plugin.ts";
import { standardErrorLogger } from "../standard-error-logger.ts";
import { pruneEnvironment } from "../stdio/environment.ts";
import { redirectOutput } from "../stdio/standard-error.ts";
import { type ListenOptions, listen } from "./listen.ts";

export interface HttpOptions extends ListenOptions {
  readonly maxSessions?: number | undefined;
  /** Milliseconds that calls have to end after SIGTERM. Default 5,000. */
  readonly stopMs?: number | undefined;
}

/**
 * Runs this process as a plugin that the daemon calls over HTTP. On SIGTERM, and after a defect that nothing caught, every
 * open call is answered before it ends.
 */
export const serveHttp = async (plugin: PluginTools, options: HttpOptions): Promise<void> => {
  pruneEnvironment();
  const redactor = createRedactor();
  const output = redirectOutput(redactor);
  const server = servePlugin(plugin, {
    redactor,
    logger: standardErrorLogger(redactor),
    maxSessions: options.maxSessions,
  });
  const listener = await listen(server, options);
  guardProcess({ server, redactor, stopMs: options.stopMs ?? 5_000, flush: listener.close });
  // The marketplace's test of an installation waits for the first three words.
  output.write(` * Serving Flask app '${plugin.name}' (by Node) on ${options.host}:${listener.port}\n`);
};
